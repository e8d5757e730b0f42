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
        let (a, b) = (detached(), other.detached())
        return a.matrixProduct(b).recording(
            self, other,
            { $0.matrixProduct(b.transposed(-1, -2)).summed(to: a.shape) },
            { a.transposed(-1, -2).matrixProduct($0).summed(to: b.shape) })
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
        let (x, w) = (weight.requiresGradient ? detached() : nil, weight.detached())
        let result = detached().linearProduct(weight: w, bias: bias?.detached(), plus: addend?.detached())
        return result.recording([self, weight, bias, addend]) { gradient, needed in
            [
                needed[0] ? gradient.matrixProduct(w, isWeight: true) : nil,
                x.map { gradient.transposed(0, 1).matrixProduct($0) },
                needed[2] ? gradient.sum(axes: [0]) : nil,
                needed[3] ? gradient : nil,
            ]
        }
    }
}
