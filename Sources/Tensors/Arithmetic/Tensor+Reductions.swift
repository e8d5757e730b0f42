extension Tensor {
    /// The sum of all elements, a scalar.
    public func sum() -> Tensor { sum(axes: Array(0..<rank), keepDims: false) }

    /// The mean of all elements, a scalar.
    public func mean() -> Tensor { sum() / Float(count) }

    /// Sums over the given axes, which stay with an extent of 1 or fall away.
    public func sum(axes: [Int], keepDims: Bool = false) -> Tensor {
        let axes = Set(axes.map { axisIndex($0) })
        let original = shape
        let kept = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
        let target = keepDims ? kept : shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
        return summed(over: axes).reshaped(target).recording(self) { $0.reshaped(kept).broadcast(to: original) }
    }

    /// Means over the given axes, which stay with an extent of 1 or fall away.
    public func mean(axes: [Int], keepDims: Bool = false) -> Tensor {
        let number = axes.reduce(1) { $0 * shape[axisIndex($1)] }
        return sum(axes: axes, keepDims: keepDims) / Float(number)
    }

    /// The greatest element along an axis, which falls away. Without a gradient.
    public func max(axis: Int) -> Tensor {
        let axis = axisIndex(axis)
        precondition(shape[axis] > 0, "there is no greatest element along axis \(axis) of shape \(shape)")
        let parts = split(axis: axis, parts: shape[axis]).map { $0.detached() }
        return parts.dropFirst().reduce(parts[0]) { $0.zipped($1, Maximum()) }.squeezed(axis: axis)
    }

    /// The mean of squared differences, a scalar.
    public func meanSquaredError(_ target: Tensor) -> Tensor {
        precondition(shape == target.shape, "an error between shapes \(shape) and \(target.shape)")
        return (self - target).square().mean()
    }

    /// Sums over axes that become 1, in the order in which they lie.
    private func summed(over axes: Set<Int>) -> Tensor {
        guard !isContiguous, let order = memoryOrder else { return summedInOrder(axes) }
        let places = Set(order.indices.filter { axes.contains(order[$0]) })
        return inOrder(order).summedInOrder(places).outOfOrder(order)
    }

    /// Sums over axes that become 1, one run of neighbouring axes after the other.
    private func summedInOrder(_ axes: Set<Int>) -> Tensor {
        let span = OperationProfile.begin(.pass("sum", reading: [self], writing: []))
        defer { span?.end() }
        var result = packed()
        var end = rank
        while end > 0 {
            var start = end - 1
            let reduces = axes.contains(start)
            while start > 0, axes.contains(start - 1) == reduces { start -= 1 }
            if reduces {
                let (outer, run, inner) = (result.shape[..<start], result.shape[start..<end], result.shape[end...])
                let sums = result.columnSums(outer.reduce(1, *), run.reduce(1, *), inner.reduce(1, *))
                result = sums.reshaped(outer + run.map { _ in 1 } + inner)
            }
            end = start
        }
        return result
    }
}

private struct Maximum: BinaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x.replacing(with: y, where: y .> x) }
}
