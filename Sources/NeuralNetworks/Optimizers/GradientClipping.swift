public import Tensors

extension [Tensor] {
    /// The length of the vector of all elements of all tensors together.
    public var globalNorm: Float {
        let squares = reduce(0.0) { total, tensor in
            tensor.withScalars { scalars in scalars.reduce(total) { $0 + Double($1) * Double($1) } }
        }
        return Float(squares.squareRoot())
    }

    /// The gradients, scaled down together where their common norm exceeds `maximum`, and the norm before.
    ///
    /// A norm that is not finite tells that the step went wrong; the gradients are then not finite either.
    ///
    /// Source: `torch.nn.utils.clip_grad_norm_`.
    public func clipped(toNorm maximum: Float) -> (gradients: [Tensor], norm: Float) {
        let norm = globalNorm
        let factor = maximum / (norm + 1e-6)
        return (factor >= 1 ? self : map { $0 * factor }, norm)
    }
}
