extension Tensor {
    /// The order of axes in which the elements lie without gaps; nil where there is none.
    ///
    /// Pixels of convolutions lie channels last: [n, channels, height, width] in the order 0, 2, 3, 1.
    var memoryOrder: [Int]? {
        if isContiguous { return Array(shape.indices) }
        let order = shape.indices.sorted { strides[$0] > strides[$1] || strides[$0] == strides[$1] && shape[$0] < shape[$1] }
        return Layout.isContiguous(shape: order.map { shape[$0] }, strides: order.map { strides[$0] }) ? order : nil
    }

    /// The axes in another order, without a gradient.
    func inOrder(_ order: [Int]) -> Tensor {
        view(shape: order.map { shape[$0] }, strides: order.map { strides[$0] }, offset: offset)
    }

    /// The axes back from an order.
    func outOfOrder(_ order: [Int]) -> Tensor {
        var inverse = order
        for (place, axis) in order.enumerated() { inverse[axis] = place }
        return inOrder(inverse)
    }

    /// The same elements without gaps in the given order of axes (this very tensor where they lie so already), without a gradient.
    func packed(in order: [Int]) -> Tensor { inOrder(order).packed().outOfOrder(order) }

    /// A tensor of this shape whose elements, still to be written, lie in the given order of axes.
    static func uninitialized(_ shape: [Int], order: [Int]) -> Tensor {
        uninitialized(order.map { shape[$0] }).outOfOrder(order)
    }
}
