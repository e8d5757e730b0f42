public import Tensors

extension [Tensor] {
    /// The length of the vector of all elements of all tensors together.
    public var globalNorm: Float { Float(reduce(0.0) { $0 + $1.squaredNorm }.squareRoot()) }

    /// What gradients are multiplied with so that their common norm stays below `maximum`, and the norm before.
    ///
    /// A norm that is not finite tells that the step went wrong; the gradients are then not finite either.
    ///
    /// Source: `torch.nn.utils.clip_grad_norm_`.
    public func clipping(toNorm maximum: Float) -> (factor: Float, norm: Float) {
        let norm = globalNorm
        let factor = maximum / (norm + 1e-6)
        return (factor >= 1 ? 1 : factor, norm)
    }
}
