import FoundationEssentials
public import Tensors

/// A tensor as it lies in a file: its bytes are read, and converted to float32, when it is asked for.
public struct StoredTensor: Sendable {
    public let storageType: StorageType
    public let shape: [Int]
    /// Elements between neighbours along each axis.
    private let strides: [Int]
    private let file: WeightFile
    /// Where the file has it, from the first element to the last.
    private let bytes: Range<Int>

    /// No network's tensor has more axes.
    static let greatestRank = 16
    /// Elements; the largest tensors of diffusion models have some hundred million.
    static let greatestCount = 1 << 40

    /// A row-major tensor; the bytes are as many as its shape takes.
    init(_ storageType: StorageType, shape: [Int], file: WeightFile, bytes: Range<Int>) {
        precondition(bytes.count == shape.reduce(1, *) * storageType.size, "the bytes fill the shape")
        self.init(storageType, shape: shape, strides: Self.rowMajorStrides(of: shape), file: file, bytes: bytes)
    }

    /// A view into a storage, as PyTorch keeps its tensors; nil where it leads outside, or repeats elements.
    ///
    /// - Parameters:
    ///   - offset: of the first element, in elements.
    ///   - strides: in elements, one an axis.
    init?(_ storageType: StorageType, shape: [Int], strides: [Int], offset: Int, file: WeightFile, storage: Range<Int>) {
        guard shape.count == strides.count, shape.count <= Self.greatestRank, let count = Self.count(shape), offset >= 0,
            strides.allSatisfy({ $0 >= 0 && $0 <= Self.greatestCount })
        else { return nil }
        var last = offset
        for (extent, stride) in zip(shape, strides) where extent > 1 {
            let (span, overflow) = (extent - 1).multipliedReportingOverflow(by: stride)
            guard !overflow, span <= Self.greatestCount else { return nil }
            last += span
        }
        let capacity = storage.count / storageType.size
        // A view that says elements again could be as large as it likes.
        guard count == 0 || (last < capacity && count <= capacity) else { return nil }
        let first = count == 0 ? storage.lowerBound : storage.lowerBound + offset * storageType.size
        let length = count == 0 ? 0 : (last - offset + 1) * storageType.size
        self.init(storageType, shape: shape, strides: strides, file: file, bytes: first..<first + length)
    }

    private init(_ storageType: StorageType, shape: [Int], strides: [Int], file: WeightFile, bytes: Range<Int>) {
        (self.storageType, self.shape, self.strides, self.file, self.bytes) = (storageType, shape, strides, file, bytes)
    }

    /// How many numbers it holds.
    public var count: Int { shape.reduce(1, *) }

    /// A part of a row-major tensor along its first axis; nil where it has no such rows.
    public func rows(_ range: Range<Int>) -> StoredTensor? {
        guard isContiguous, let extent = shape.first, range.lowerBound >= 0, range.upperBound <= extent else { return nil }
        let row = shape.dropFirst().reduce(1, *) * storageType.size
        let start = bytes.lowerBound + range.lowerBound * row
        return StoredTensor(
            storageType, shape: [range.count] + shape.dropFirst(), strides: strides, file: file, bytes: start..<(start + range.count * row))
    }

    /// The tensor as float32; nil for integers, which are no weights.
    ///
    /// - Throws: `unreadableFile` where the file became shorter since it was opened.
    public func tensor() throws -> Tensor? {
        guard storageType.isFloatingPoint else { return nil }
        guard isContiguous else { return withRowMajorBytes { source in Tensor(shape: shape) { storageType.widen(source, into: $0) } } }
        return try Tensor(shape: shape) { try storageType.widen(file, from: bytes.lowerBound, into: $0) }
    }

    /// Lends the elements as they are stored, row-major; only views in another order are copied.
    package func withRowMajorBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        if isContiguous { return try file.contents[bytes].withUnsafeBytes(body) }
        return try gathered().withUnsafeBytes(body)
    }

    private var isContiguous: Bool {
        guard !shape.contains(0) else { return true }
        return zip(shape, zip(strides, Self.rowMajorStrides(of: shape))).allSatisfy { $0 == 1 || $1.0 == $1.1 }
    }

    private func gathered() -> [UInt8] {
        let size = storageType.size
        var result = [UInt8]()
        result.reserveCapacity(count * size)
        var place = Array(repeating: 0, count: shape.count)
        file.contents[bytes].withUnsafeBytes { source in
            for _ in 0..<count {
                let start = zip(place, strides).reduce(0) { $0 + $1.0 * $1.1 } * size
                result.append(contentsOf: source[start..<(start + size)])
                for axis in shape.indices.reversed() {
                    place[axis] += 1
                    if place[axis] < shape[axis] { break }
                    place[axis] = 0
                }
            }
        }
        return result
    }

    /// The number of elements; nil where no memory could hold them. Axes of extent 0 do not excuse the others.
    static func count(_ shape: [Int]) -> Int? {
        var product = 1
        for extent in shape {
            guard extent >= 0 else { return nil }
            let (value, overflow) = product.multipliedReportingOverflow(by: max(extent, 1))
            guard !overflow, value <= greatestCount else { return nil }
            product = value
        }
        return shape.contains(0) ? 0 : product
    }

    private static func rowMajorStrides(of shape: [Int]) -> [Int] {
        var strides = Array(repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1) }
        return strides
    }
}
