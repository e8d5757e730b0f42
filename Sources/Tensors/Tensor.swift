/// A float32 array of any rank: shared storage, a shape, strides and, while something in it needs a gradient, a node of the graph.
///
/// Copying a tensor is cheap, and views (`transposed`, `sliced`, `broadcast`, …) share storage with what they look at. A tensor never
/// changes once it has been made; every operation makes a new one. Axes are in the order of PyTorch's checkpoints (NCHW, OIHW). Operations trap
/// on programmer errors (shapes that don't fit), so validate what a person or file brings before it becomes a tensor.
public struct Tensor: @unchecked Sendable {
    /// The extent of every axis; empty for a scalar.
    public let shape: [Int]
    /// How many elements to step in storage for one step along each axis; 0 along broadcast axes.
    let strides: [Int]
    let offset: Int
    /// Whether the elements lie in row-major order without gaps.
    let isContiguous: Bool
    /// Written through by those alone who know that nobody else holds it.
    var storage: Storage
    /// Where this tensor came from, nil when nothing that it was made of needs a gradient.
    let node: GradientNode?

    init(storage: Storage, shape: [Int], strides: [Int], offset: Int = 0, node: GradientNode? = nil) {
        self.storage = storage
        self.shape = shape
        self.strides = strides
        self.offset = offset
        self.isContiguous = Layout.isContiguous(shape: shape, strides: strides)
        self.node = node
    }

    /// A row-major tensor over the whole of `storage`.
    init(storage: Storage, shape: [Int], node: GradientNode? = nil) {
        self.storage = storage
        self.shape = shape
        self.strides = Layout.rowMajorStrides(shape)
        self.offset = 0
        self.isContiguous = true
        self.node = node
    }

    /// The same elements as seen through another shape and strides, without a gradient.
    func view(shape: [Int], strides: [Int], offset: Int) -> Tensor {
        Tensor(storage: storage, shape: shape, strides: strides, offset: offset)
    }

    /// The number of axes.
    public var rank: Int { shape.count }

    /// The number of elements.
    public var count: Int { Layout.count(shape) }

    /// The only element. Traps unless there is exactly one.
    public var item: Float {
        precondition(count == 1, "item needs a tensor of one element, not of shape \(shape)")
        return withScalars { $0[0] }
    }

    /// The axis counted from the front, where negative ones count from the back (-1 is the last).
    func axisIndex(_ axis: Int) -> Int {
        let index = axis < 0 ? axis + rank : axis
        precondition(index >= 0 && index < rank, "axis \(axis) is not one of the \(rank) axes of shape \(shape)")
        return index
    }
}

extension Tensor: CustomStringConvertible {
    public var description: String {
        let head = count <= 12 ? scalars.description : "[\(scalars.prefix(12).map(\.description).joined(separator: ", ")), …]"
        return "Tensor\(shape) \(head)"
    }
}
