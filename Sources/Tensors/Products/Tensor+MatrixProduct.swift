extension Tensor {
    /// The matrix product over the last two axes: [..., m, k] × [..., k, n] → [..., m, n]. Leading axes broadcast as NumPy's do.
    public func matmul(_ other: Tensor) -> Tensor {
        precondition(
            rank >= 2 && other.rank >= 2 && shape[rank - 1] == other.shape[other.rank - 2],
            "shapes \(shape) and \(other.shape) are not those of a matrix product")
        if other.rank == 2, rank > 2 {
            // One large product instead of many small ones.
            return reshaped([-1, shape[rank - 1]]).matmul(other).reshaped(Array(shape.dropLast()) + [other.shape[1]])
        }
        let (a, b) = (shape, other.shape)
        let (needsLeft, needsRight) = (requiresGradient, other.requiresGradient)
        return detached().matrixProduct(other.detached()).recording(
            [self, other], keeping: (left: needsRight ? KeptTensor(self) : nil, right: needsLeft ? KeptTensor(other) : nil)
        ) { gradient, _, kept in
            [
                kept.right.map { gradient.matrixProduct($0.tensor.transposed(-1, -2)).summed(to: a) },
                kept.left.map { $0.tensor.transposed(-1, -2).matrixProduct(gradient).summed(to: b) },
            ]
        }
    }

    /// A linear layer: x · weightᵀ + bias, and what is added to it in the same pass.
    ///
    /// Shapes: this [..., in], weight [out, in], bias [out], addend and result [..., out].
    public func linear(weight: Tensor, bias: Tensor? = nil, plus addend: Tensor? = nil) -> Tensor {
        precondition(
            rank >= 1 && weight.rank == 2 && shape[rank - 1] == weight.shape[1],
            "a weight of shape \(weight.shape) does not fit an input of shape \(shape)")
        let target = Array(shape.dropLast()) + [weight.shape[0]]
        precondition(bias.map { $0.shape == [weight.shape[0]] } ?? true, "a bias of shape \(bias?.shape ?? []) for \(weight.shape[0]) outputs")
        precondition(addend.map { $0.shape == target } ?? true, "\(addend?.shape ?? []) is added to a result of \(target)")
        guard rank == 2 else {
            let count = shape.dropLast().reduce(1, *)
            let rows = reshaped([count, weight.shape[1]])
            return rows.linear(weight: weight, bias: bias, plus: addend?.reshaped([count, weight.shape[0]])).reshaped(target)
        }
        // A frozen weight needs no gradient, and then nobody needs the input again.
        let learns = weight.requiresGradient
        let result = detached().linearProduct(weight: weight.detached(), bias: bias?.detached(), plus: addend?.detached())
        return result.recording(
            [self, weight, bias, addend], keeping: (input: learns ? KeptTensor(self) : nil, weight: KeptTensor(weight: weight))
        ) { gradient, needed, kept in
            [
                needed[0] ? gradient.matrixProduct(kept.weight.tensor, isWeight: true) : nil,
                kept.input.map { gradient.transposed(0, 1).matrixProduct($0.tensor) },
                needed[2] ? gradient.sum(axes: [0]) : nil,
                needed[3] ? gradient : nil,
            ]
        }
    }
}
