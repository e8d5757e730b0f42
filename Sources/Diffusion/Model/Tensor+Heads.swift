import Tensors

extension Tensor {
    /// [batch, tokens, heads·depth] → [batch, heads, tokens, depth], a view.
    func splitHeads(_ heads: Int) -> Tensor {
        reshaped([shape[0], shape[1], heads, shape[2] / heads]).transposed(1, 2)
    }

    /// [batch, heads, tokens, depth] → [batch, tokens, heads·depth].
    func joinedHeads() -> Tensor {
        transposed(1, 2).reshaped([shape[0], shape[2], shape[1] * shape[3]])
    }
}
