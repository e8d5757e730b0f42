extension Tensor {
    /// Elements repeated along new axes and axes of extent 1, without copying.
    public func broadcast(to target: [Int]) -> Tensor {
        guard target != shape else { return self }
        guard let steps = Layout.broadcastStrides(shape: shape, strides: strides, to: target) else {
            preconditionFailure("shape \(shape) does not broadcast to \(target)")
        }
        let original = shape
        return view(shape: target, strides: steps, offset: offset).recording(self) { $0.summed(to: original) }
    }

    /// The sum over everything that broadcasting from `target` repeated: the gradient of broadcasting.
    func summed(to target: [Int]) -> Tensor {
        guard target != shape else { return self }
        let lead = rank - target.count
        let axes = shape.indices.filter { $0 < lead || target[$0 - lead] != shape[$0] }
        return sum(axes: axes, keepDims: true).reshaped(target)
    }
}
