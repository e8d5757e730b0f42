import NeuralNetworks

/// Turns the text model of OpenCLIP, as single files of Stable Diffusion 2.x hold it, into CLIP's keys: one matrix for query, key and value becomes
/// three, and what the pipeline has no use for stays behind.
///
/// Source: diffusers, `convert_open_clip_checkpoint`.
enum OpenCLIPKeys {
    /// Tensors by CLIP's keys, from those of OpenCLIP's.
    ///
    /// - Parameter layers: how many are kept; SD 2.x uses all but the last, whose output nobody looks at.
    static func converted(_ entries: [String: StoredTensor], layers: Int) -> [String: StoredTensor] {
        entries.reduce(into: [:]) { result, entry in
            if let name = names[entry.key] {
                result[name] = entry.value
            } else if let (number, rest) = block(entry.key) {
                if number < layers { result.merge(layer(number, rest, entry.value)) { $1 } }
            } else if !unused.contains(entry.key) {
                result[entry.key] = entry.value
            }
        }
    }

    /// How many layers the file holds.
    static func layerCount(_ keys: some Sequence<String>) -> Int { (keys.compactMap { block($0)?.number }.max() ?? -1) + 1 }

    private static let names = [
        "positional_embedding": "text_model.embeddings.position_embedding.weight", "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
        "ln_final.weight": "text_model.final_layer_norm.weight", "ln_final.bias": "text_model.final_layer_norm.bias",
    ]
    /// For comparing texts with pictures.
    private static let unused: Set<String> = ["text_projection", "logit_scale", "attn_mask"]
    private static let prefix = "transformer.resblocks."

    private static func block(_ key: String) -> (number: Int, rest: String)? {
        guard key.hasPrefix(prefix) else { return nil }
        let parts = key.dropFirst(prefix.count).split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), (0..<1000).contains(number) else { return nil }
        return (number, String(parts[1]))
    }

    private static func layer(_ number: Int, _ rest: String, _ tensor: StoredTensor) -> [String: StoredTensor] {
        let place = "text_model.encoder.layers.\(number)"
        if rest == "attn.in_proj_weight" || rest == "attn.in_proj_bias" {
            let ending = rest.hasSuffix("weight") ? "weight" : "bias"
            let width = (tensor.shape.first ?? 0) / 3
            let parts = ["q_proj", "k_proj", "v_proj"].enumerated().compactMap { index, name in
                tensor.rows((index * width)..<((index + 1) * width)).map { ("\(place).self_attn.\(name).\(ending)", $0) }
            }
            // Where it has no thirds it stays whole, to be reported.
            return parts.count == 3 ? Dictionary(uniqueKeysWithValues: parts) : ["\(place).\(rest)": tensor]
        }
        let renamed = inner.first { rest.hasPrefix("\($0.former).") }.map { "\($0.current).\(rest.dropFirst($0.former.count + 1))" } ?? rest
        return ["\(place).\(renamed)": tensor]
    }

    private static let inner: [(former: String, current: String)] = [
        ("ln_1", "layer_norm1"), ("ln_2", "layer_norm2"), ("attn.out_proj", "self_attn.out_proj"), ("mlp.c_fc", "mlp.fc1"), ("mlp.c_proj", "mlp.fc2"),
    ]
}
