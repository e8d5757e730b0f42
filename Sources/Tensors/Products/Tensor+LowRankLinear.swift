extension Tensor {
    /// A linear layer whose weight has an addition of low rank: x · (weight + up · down)ᵀ + bias + addend.
    ///
    /// The weight and the bias are frozen: gradients reach the input, the factors and the addend, each on the way through the low rank.
    ///
    /// Shapes: this [..., in], weight [out, in], bias [out], addend and result [..., out].
    /// Source: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models" (2021), equation 3.
    public func linear(weight: Tensor, bias: Tensor?, adding factors: LowRankFactors, plus addend: Tensor? = nil) -> Tensor {
        let (down, up) = (factors.down, factors.up)
        precondition(
            rank >= 1 && weight.rank == 2 && shape[rank - 1] == weight.shape[1] && down.shape[1] == weight.shape[1] && up.shape[0] == weight.shape[0],
            "a weight of shape \(weight.shape) with factors of \(up.shape) and \(down.shape) does not fit an input of shape \(shape)")
        let target = Array(shape.dropLast()) + [weight.shape[0]]
        precondition(addend.map { $0.shape == target } ?? true, "\(addend?.shape ?? []) is added to a result of \(target)")
        guard rank == 2 else {
            let count = shape.dropLast().reduce(1, *)
            let rows = reshaped([count, weight.shape[1]])
            return rows.linear(weight: weight, bias: bias, adding: factors, plus: addend?.reshaped([count, weight.shape[0]])).reshaped(target)
        }
        let (a, b) = (down.detached(), up.detached())
        let (learnsDown, learnsUp) = (down.requiresGradient, up.requiresGradient)
        let low = detached().linearProduct(weight: a, bias: nil)
        let addition = low.linearProduct(weight: b, bias: bias?.detached(), plus: addend?.detached())
        let result = detached().linearProduct(weight: weight.detached(), bias: nil, plus: addition)
        return result.recording(
            [self, down, up, addend],
            keeping: (input: learnsDown ? KeptTensor(self) : nil, low: learnsUp ? KeptTensor(low) : nil, weight: KeptTensor(weight: weight))
        ) { gradient, needed, kept in
            let inner = needed[0] || needed[1] ? gradient.matrixProduct(b) : nil
            return [
                needed[0] ? inner?.linearProduct(weight: a.transposed(0, 1), bias: nil, plus: gradient.matrixProduct(kept.weight.tensor, isWeight: true)) : nil,
                // The factors' gradients are narrow: the long operand is the left one, which is read where it lies.
                inner.flatMap { inner in kept.input.map { $0.tensor.transposed(0, 1).matrixProduct(inner).transposed(0, 1) } },
                kept.low.map { gradient.transposed(0, 1).matrixProduct($0.tensor) },
                needed[3] ? gradient : nil,
            ]
        }
    }
}
