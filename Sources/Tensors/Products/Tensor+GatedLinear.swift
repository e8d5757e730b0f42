extension Tensor {
    /// The gated GELU of a feed-forward block on a linear layer: `linear(weight:bias:).geglu()`.
    ///
    /// Where no gradient is asked for, the linear layer's result, twice as wide as this one, never exists as a whole.
    ///
    /// Shapes: this [..., in], weight [2 · out, in], bias [2 · out]; the result is [..., out].
    /// Source: Shazeer, "GLU Variants Improve Transformer" (2020), equation 5.
    public func gatedLinear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
        precondition(
            rank >= 1 && weight.rank == 2 && shape[rank - 1] == weight.shape[1] && weight.shape[0] % 2 == 0,
            "a weight of shape \(weight.shape) does not fit an input of shape \(shape), or has no halves")
        precondition(bias.map { $0.shape == [weight.shape[0]] } ?? true, "a bias of shape \(bias?.shape ?? []) for \(weight.shape[0]) outputs")
        guard ![self, weight, bias].contains(where: { $0?.requiresGradient ?? false }) else {
            return linear(weight: weight, bias: bias).geglu()
        }
        let rows = reshaped([shape.dropLast().reduce(1, *), weight.shape[1]])
        return rows.gatedProduct(weight: weight, bias: bias).reshaped(shape.dropLast() + [weight.shape[0] / 2])
    }
}
