/// A tensor that is kept in bfloat16, half of the memory, and widened to float32 wherever it is used.
public struct NarrowTensor: Sendable {
    public let shape: [Int]
    private let strides: [Int]
    private let offset: Int
    private let storage: NarrowStorage

    /// Rounds to the nearest.
    public init(rounding tensor: Tensor) {
        // A view of something larger would keep all of it.
        let tensor = tensor.storage.count > tensor.count ? tensor.packed() : tensor
        self.init(tensor, storage: tensor.storage.rounded())
    }

    /// The same numbers; nil where bfloat16 can't hold all of them.
    public init?(exactly tensor: Tensor) {
        let tensor = tensor.storage.count > tensor.count ? tensor.packed() : tensor
        guard let storage = tensor.storage.origin ?? NarrowStorage(exactly: tensor.storage) else { return nil }
        self.init(tensor, storage: storage)
    }

    private init(_ tensor: Tensor, storage: NarrowStorage) {
        (shape, strides, offset, self.storage) = (tensor.shape, tensor.strides, tensor.offset, storage)
    }

    /// The numbers as float32: another copy each time.
    public func widened() -> Tensor { Tensor(storage: Storage(widening: storage), shape: shape, strides: strides, offset: offset) }

    /// Whether both are one copy.
    package func sharesMemory(with other: NarrowTensor) -> Bool { storage === other.storage }

    /// The tensor that another one was widened from, or is a view of; nil where there is none.
    init?(originOf tensor: Tensor) {
        guard let storage = tensor.storage.origin else { return nil }
        self.init(tensor, storage: storage)
    }
}
