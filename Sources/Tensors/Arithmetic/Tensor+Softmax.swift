extension Tensor {
    /// eˣ over the sum of eˣ along the last axis.
    public func softmax() -> Tensor {
        precondition(rank >= 1, "softmax needs an axis")
        let result = OperationProfile.timed(.pass("softmax", reading: [self], writing: shape)) { rowSoftmax() }
        return result.recording(self, keeping: result) { gradient, result in
            OperationProfile.timed(.pass("softmax gradient", reading: [gradient, result], writing: result.shape)) {
                result.rowSoftmaxGradient(gradient)
            }
        }
    }

    /// The gated GELU of a feed-forward block: the last axis, cut into halves, is first · gelu(second).
    ///
    /// Shapes: this [..., 2 d]; the result is [..., d]. Source: Shazeer, "GLU Variants Improve Transformer" (2020), equation 5.
    public func geglu() -> Tensor {
        precondition(rank >= 1 && shape[rank - 1] % 2 == 0, "the last axis of shape \(shape) has no halves")
        let x = detached()
        let half = Array(shape.dropLast()) + [shape[rank - 1] / 2]
        let result = OperationProfile.timed(.pass("GEGLU", reading: [x], writing: half)) { x.gatedGELU() }
        return result.recording(self, keeping: self) { gradient, x in
            OperationProfile.timed(.pass("GEGLU gradient", reading: [x, gradient], writing: x.shape)) { x.gatedGELUGradient(gradient) }
        }
    }
}
