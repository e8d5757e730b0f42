extension Tensor {
    /// Scaled dot-product attention: softmax(scale · query · keyᵀ) · value.
    ///
    /// The score matrix never exists as a whole: it is made and used for some query rows at a time, and made again for the gradient.
    ///
    /// Shapes: query [batch, heads, n, d], key [batch, heads, m, d], value [batch, heads, m, e]; the result is [batch, heads, n, e], laid out so
    /// that transposing axes 1 and 2 and merging the heads copies nothing.
    ///
    /// - Parameters:
    ///   - scale: 1/√d when nil.
    ///   - causal: whether query i sees only keys 0...i.
    ///
    /// Source: Vaswani et al., "Attention Is All You Need" (2017), equation 1; Dao, "FlashAttention-2" (2023), for the running maximum and the
    /// recomputation from saved log-sum-exps.
    public static func attention(query: Tensor, key: Tensor, value: Tensor, scale: Float? = nil, causal: Bool = false) -> Tensor {
        attention(query: query, key: key, value: value, scale: scale, causal: causal, level: .current)
    }

    /// The same with the kernels of a given instruction level.
    package static func attention(
        query: Tensor, key: Tensor, value: Tensor, scale: Float? = nil, causal: Bool = false, level: InstructionLevel
    ) -> Tensor {
        let attention = Attention(query: query.shape, key: key.shape, value: value.shape, scale: scale, isCausal: causal, level: level)
        let (q, k, v) = (query.detached(), key.detached(), value.detached())
        let (result, normalizers) = OperationProfile.timed(.attention("attention", q.shape, k.shape, v.shape)) { attention.forward(q, k, v) }
        return result.recording([query, key, value], keeping: [query, key, value, result].map { KeptTensor($0) }) { gradient, needed, kept in
            let (q, k, v, result) = (kept[0].tensor, kept[1].tensor, kept[2].tensor, kept[3].tensor)
            return OperationProfile.timed(.attention("attention gradients", q.shape, k.shape, v.shape, products: 2)) {
                attention.gradients(gradient, result, normalizers, q, k, v, needed)
            }
        }
    }
}
