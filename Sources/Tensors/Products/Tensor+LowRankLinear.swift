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
        let (w, a, b) = (weight.detached(), down.detached(), up.detached())
        let x = down.requiresGradient ? detached() : nil
        let low = detached().linearProduct(weight: a, bias: nil)
        let addition = low.linearProduct(weight: b, bias: bias?.detached(), plus: addend?.detached())
        let result = detached().linearProduct(weight: w, bias: nil, plus: addition)
        let kept = up.requiresGradient ? low : nil
        return result.recording([self, down, up, addend]) { gradient, needed in
            let inner = needed[0] || needed[1] ? gradient.matrixProduct(b) : nil
            return [
                needed[0] ? inner?.linearProduct(weight: a.transposed(0, 1), bias: nil, plus: gradient.matrixProduct(w, isWeight: true)) : nil,
                // The factors' gradients are narrow: the long operand is the left one, which is read where it lies.
                inner.flatMap { inner in x.map { $0.transposed(0, 1).matrixProduct(inner).transposed(0, 1) } },
                kept.map { gradient.transposed(0, 1).matrixProduct($0) },
                needed[3] ? gradient : nil,
            ]
        }
    }
}
