typealias Pointer = UnsafeMutablePointer<Float>
typealias Vector = SIMD8<Float>

extension Tensor {
    /// A row-major tensor whose elements are still to be written.
    static func uninitialized(_ shape: [Int]) -> Tensor {
        Tensor(storage: Storage(count: Layout.count(shape)), shape: shape)
    }

    /// A tensor whose elements, in row-major order, the closure writes; it must write them all.
    public init(shape: [Int], initializing: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
        precondition(shape.allSatisfy { $0 >= 0 }, "a shape has no negative extents: \(shape)")
        self = .uninitialized(shape)
        try withExtendedLifetime(storage) {
            try initializing(UnsafeMutableBufferPointer(start: storage.base, count: Layout.count(shape)))
        }
    }

    /// Lends the elements in row-major order, copying first only where they lie otherwise.
    public func withScalars<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
        let dense = packed()
        return try withExtendedLifetime(dense.storage) {
            try body(UnsafeBufferPointer(start: dense.base, count: dense.count))
        }
    }

    /// The address of the first element, valid while the storage is held.
    var base: Pointer { storage.base + offset }
}

/// Lends the addresses of tensors, which stay alive meanwhile.
@inline(__always)
func withPointers<R>(_ a: Tensor, _ body: (Pointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(a.storage) { try body(a.base) }
}

@inline(__always)
func withPointers<R>(_ a: Tensor, _ b: Tensor, _ body: (Pointer, Pointer) throws -> R) rethrows -> R {
    try withExtendedLifetime((a.storage, b.storage)) { try body(a.base, b.base) }
}

@inline(__always)
func withPointers<R>(_ a: Tensor, _ b: Tensor, _ c: Tensor, _ body: (Pointer, Pointer, Pointer) throws -> R) rethrows -> R {
    try withExtendedLifetime((a.storage, b.storage, c.storage)) { try body(a.base, b.base, c.base) }
}

@inline(__always)
func withPointers<R>(
    _ a: Tensor, _ b: Tensor, _ c: Tensor, _ d: Tensor, _ body: (Pointer, Pointer, Pointer, Pointer) throws -> R
) rethrows -> R {
    try withExtendedLifetime((a.storage, b.storage, c.storage, d.storage)) { try body(a.base, b.base, c.base, d.base) }
}

extension UnsafeMutablePointer<Float> {
    /// Eight elements from here on.
    @inline(__always)
    func vector(_ index: Int) -> Vector {
        UnsafeRawPointer(self + index).loadUnaligned(as: Vector.self)
    }

    @inline(__always)
    func store(_ vector: Vector, _ index: Int) {
        UnsafeMutableRawPointer(self + index).storeBytes(of: vector, as: Vector.self)
    }

    /// The last, fewer than eight elements, padded with zeros.
    @inline(__always)
    func partialVector(_ index: Int, _ count: Int) -> Vector {
        var vector = Vector.zero
        for lane in 0..<count { vector[lane] = self[index + lane] }
        return vector
    }

    @inline(__always)
    func storePartial(_ vector: Vector, _ index: Int, _ count: Int) {
        for lane in 0..<count { self[index + lane] = vector[lane] }
    }
}
