extension Tensor {
    /// Two axes changed for each other.
    public func transposed(_ first: Int, _ second: Int) -> Tensor {
        var order = Array(0..<rank)
        order.swapAt(axisIndex(first), axisIndex(second))
        return permuted(order)
    }

    /// The axes in another order: axis `i` of the result is axis `order[i]` of this.
    public func permuted(_ order: [Int]) -> Tensor {
        let order = order.map { axisIndex($0) }
        precondition(Set(order).count == rank && order.count == rank, "\(order) is not an order of \(rank) axes")
        var inverse = order
        for (place, axis) in order.enumerated() { inverse[axis] = place }
        return permutedValue(order).recording(self) { $0.permutedValue(inverse) }
    }

    private func permutedValue(_ order: [Int]) -> Tensor {
        view(shape: order.map { shape[$0] }, strides: order.map { strides[$0] }, offset: offset)
    }
}
