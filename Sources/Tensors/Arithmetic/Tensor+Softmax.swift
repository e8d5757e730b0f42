extension Tensor {
    /// eˣ over the sum of eˣ along the last axis.
    public func softmax() -> Tensor {
        precondition(rank >= 1, "softmax needs an axis")
        let result = rowSoftmax()
        return result.recording(self) { result.rowSoftmaxGradient($0) }
    }

    /// The gated GELU of a feed-forward block: the last axis, cut into halves, is first · gelu(second).
    ///
    /// Shapes: this [..., 2 d]; the result is [..., d]. Source: Shazeer, "GLU Variants Improve Transformer" (2020), equation 5.
    public func geglu() -> Tensor {
        precondition(rank >= 1 && shape[rank - 1] % 2 == 0, "the last axis of shape \(shape) has no halves")
        let x = detached()
        return x.gatedGELU().recording(self) { x.gatedGELUGradient($0) }
    }
}
