/// What a family of checkpoints calls the parts of a layer.
struct VisionTransformerKeys {
    let firstNorm: [String]
    let query: [String]
    let key: [String]
    let value: [String]
    let attentionOutput: [String]
    let secondNorm: [String]
    let expansion: [String]
    let contraction: [String]

    /// transformers' `CLIPVisionModel`.
    static let clip = VisionTransformerKeys(
        firstNorm: ["layer_norm1"], query: ["self_attn", "q_proj"], key: ["self_attn", "k_proj"], value: ["self_attn", "v_proj"],
        attentionOutput: ["self_attn", "out_proj"], secondNorm: ["layer_norm2"], expansion: ["mlp", "fc1"], contraction: ["mlp", "fc2"])

    /// transformers' `ViTModel`.
    static let vit = VisionTransformerKeys(
        firstNorm: ["layernorm_before"], query: ["attention", "attention", "query"], key: ["attention", "attention", "key"],
        value: ["attention", "attention", "value"], attentionOutput: ["attention", "output", "dense"], secondNorm: ["layernorm_after"],
        expansion: ["intermediate", "dense"], contraction: ["output", "dense"])
}
