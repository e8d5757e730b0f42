import JSONValues
import NeuralNetworks

/// The authors' own file, `dino_deitsmall16_pretrain.pth`, by the keys of transformers: names change, and query, key and value are parts of one tensor.
///
/// Source: facebookresearch/dino, `vision_transformer.py`.
enum DINOCheckpoint {
    /// Whether the keys are those of the authors.
    static func isOriginal(_ checkpoint: Checkpoint) -> Bool { checkpoint.entries["cls_token"] != nil && checkpoint.entries["pos_embed"] != nil }

    static func renamed(_ checkpoint: Checkpoint) -> Checkpoint {
        var entries: [String: StoredTensor] = [:]
        for (key, tensor) in checkpoint.entries {
            for (name, part) in renamed(key, tensor) { entries[name] = part }
        }
        return Checkpoint(path: checkpoint.path, entries: entries)
    }

    /// The shape that the tensors say; an epsilon of 1e-6 and six heads for a width of 384 are the authors'.
    ///
    /// - Throws: `MeasuresError.notAnEncoder`.
    static func configuration(of checkpoint: Checkpoint) throws -> ConfigurationFile {
        guard let patch = checkpoint.entries["patch_embed.proj.weight"]?.shape, patch.count == 4, patch[0].isMultiple(of: 64),
            let positions = checkpoint.entries["pos_embed"]?.shape, positions.count == 3, positions[1] > 1,
            let inner = checkpoint.entries["blocks.0.mlp.fc1.weight"]?.shape.first
        else { throw MeasuresError.notAnEncoder(path: checkpoint.path, reason: "it lacks the tensors of a DINO transformer") }
        let side = Int(Double(positions[1] - 1).squareRoot().rounded())
        let layers = checkpoint.entries.keys.count { $0.hasPrefix("blocks.") && $0.hasSuffix(".norm1.weight") }
        return ConfigurationFile(
            path: checkpoint.path,
            members: [
                "hidden_size": .int(patch[0]), "intermediate_size": .int(inner), "num_hidden_layers": .int(layers),
                "num_attention_heads": .int(patch[0] / 64), "image_size": .int(side * patch[2]), "patch_size": .int(patch[2]),
                "layer_norm_eps": .double(1e-6),
            ])
    }

    private static let names = [
        "cls_token": "vit.embeddings.cls_token", "pos_embed": "vit.embeddings.position_embeddings",
        "patch_embed.proj.weight": "vit.embeddings.patch_embeddings.projection.weight",
        "patch_embed.proj.bias": "vit.embeddings.patch_embeddings.projection.bias", "norm.weight": "vit.layernorm.weight",
        "norm.bias": "vit.layernorm.bias",
    ]

    private static let layerNames = [
        "norm1": "layernorm_before", "attn.proj": "attention.output.dense", "norm2": "layernorm_after", "mlp.fc1": "intermediate.dense",
        "mlp.fc2": "output.dense",
    ]

    private static func renamed(_ key: String, _ tensor: StoredTensor) -> [(String, StoredTensor)] {
        if let name = names[key] { return [(name, tensor)] }
        let words = key.split(separator: ".")
        guard words.count > 3, words[0] == "blocks", let kind = words.last else { return [(key, tensor)] }
        let layer = "vit.encoder.layer.\(words[1])"
        let part = words[2..<(words.count - 1)].joined(separator: ".")
        if part == "attn.qkv" { return parts(of: tensor).map { ("\(layer).attention.attention.\($0).\(kind)", $1) } }
        return [(layerNames[part].map { "\(layer).\($0).\(kind)" } ?? key, tensor)]
    }

    private static func parts(of tensor: StoredTensor) -> [(String, StoredTensor)] {
        let rows = (tensor.shape.first ?? 0) / 3
        return ["query", "key", "value"].enumerated().compactMap { index, name in
            tensor.rows((index * rows)..<((index + 1) * rows)).map { (name, $0) }
        }
    }
}
