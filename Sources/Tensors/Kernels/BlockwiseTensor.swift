/// A tensor in eight bits a number: 256 neighbours share a scale, and a code names one of 256 values between -1 and 1.
///
/// Source: Dettmers, Lewis, Shleifer and Zettlemoyer 2022, "8-bit Optimizers via Block-wise Quantization", sections 2 and 3.
public struct BlockwiseTensor: Sendable {
    /// Numbers that share a scale.
    public static let blockSize = 256
    public let shape: [Int]
    public let map: CodeMap
    /// The codes in row-major order, four in the room of a float, the last room filled up.
    ///
    /// Shapes: [⌈count / 4⌉]. Bytes, not numbers: no arithmetic makes sense with it.
    public private(set) var codes: Tensor
    /// The largest magnitude of each block.
    ///
    /// Shapes: [⌈count / 256⌉].
    public private(set) var scales: Tensor

    /// Zeros.
    public init(zeros shape: [Int], map: CodeMap) {
        let count = Layout.count(shape)
        (self.shape, self.map) = (shape, map)
        codes = .uninitialized([Self.rooms(count)])
        scales = Tensor.zeros([Self.blocks(count)])
        codes.withWritableBytes { bytes in
            for index in 0..<(4 * Self.rooms(count)) { bytes[index] = map.zero }
        }
    }

    /// What was saved; nil where the parts do not fit the shape.
    public init?(shape: [Int], map: CodeMap, codes: Tensor, scales: Tensor) {
        let count = Layout.count(shape)
        guard codes.shape == [Self.rooms(count)], scales.shape == [Self.blocks(count)] else { return nil }
        (self.shape, self.map, self.codes, self.scales) = (shape, map, codes.packed(), scales.packed())
    }

    public var count: Int { Layout.count(shape) }

    /// The numbers that the codes stand for.
    public func dequantized() -> Tensor {
        Tensor(shape: shape) { result in
            withPointers(codes, scales) { codes, scales in
                guard let target = result.baseAddress else { return }
                for block in 0..<Self.blocks(result.count) {
                    let range = Self.range(of: block, count: result.count)
                    map.read(Self.bytes(codes) + range.lowerBound, scale: scales[block], into: target + range.lowerBound, range.count)
                }
            }
        }
    }

    private static func rooms(_ count: Int) -> Int { (count + 3) / 4 }
    static func blocks(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }
    static func range(of block: Int, count: Int) -> Range<Int> { block * blockSize..<min((block + 1) * blockSize, count) }
    static func bytes(_ pointer: Pointer) -> UnsafeMutablePointer<UInt8> { UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt8.self) }

    /// Makes sure that nobody else sees what is written.
    mutating func makeUnique() {
        codes.makeUnique()
        scales.makeUnique()
    }
}

extension Tensor {
    fileprivate mutating func makeUnique() {
        guard node != nil || !isContiguous || !isKnownUniquelyReferenced(&storage) else { return }
        let old = self
        self = Tensor(shape: shape) { result in old.withScalars { _ = result.initialize(from: $0) } }
    }

    fileprivate func withWritableBytes(_ body: (UnsafeMutablePointer<UInt8>) -> Void) {
        withPointers(self) { body(BlockwiseTensor.bytes($0)) }
    }
}
