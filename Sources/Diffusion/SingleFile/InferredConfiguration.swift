import JSONValues
import NeuralNetworks

/// Configurations that follow from the shapes of tensors under diffusers' keys. What shapes don't say is what every Stable Diffusion 1.x and 2.x has.
///
/// Source: the configurations of the published folders; diffusers, `create_unet_diffusers_config_from_ldm` and its neighbours.
struct InferredConfiguration {
    private let entries: [String: StoredTensor]

    init(_ checkpoint: Checkpoint) { entries = checkpoint.entries }

    /// - Parameter sampleSize: height and width of the latents that the model was trained on.
    func unet(sampleSize: Int) -> [String: JSONValue] {
        let levels = counted { "down_blocks.\($0).resnets.0.conv1.weight" }
        let channels = (0..<levels).map { extent("down_blocks.\($0).resnets.0.conv1.weight", 0) }
        let isLinear = shape("mid_block.attentions.0.proj_in.weight").count == 2
        let transformers = (0..<levels).map { level in
            max(1, counted { "down_blocks.\(level).attentions.0.transformer_blocks.\($0).norm1.weight" })
        }
        return [
            "_class_name": "UNet2DConditionModel", "sample_size": .int(sampleSize), "in_channels": .int(extent("conv_in.weight", 1)),
            "out_channels": .int(extent("conv_out.weight", 0)), "block_out_channels": numbers(channels),
            "layers_per_block": .int(counted { "down_blocks.0.resnets.\($0).conv1.weight" }),
            "transformer_layers_per_block": transformers.allSatisfy { $0 == transformers[0] } ? .int(transformers.first ?? 1) : numbers(transformers),
            "down_block_types": types(levels, "down_blocks", "CrossAttnDownBlock2D", "DownBlock2D"),
            "up_block_types": types(levels, "up_blocks", "CrossAttnUpBlock2D", "UpBlock2D"),
            "cross_attention_dim": .int(extent("mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight", 1)),
            // 8 heads in SD 1.x; heads of width 64 in SD 2.x. Diffusers' key has the name of the one and the meaning of the other.
            "attention_head_dim": isLinear ? numbers(channels.map { max(1, $0 / 64) }) : 8,
            "use_linear_projection": .bool(isLinear), "norm_num_groups": 32, "norm_eps": 1e-5, "act_fn": "silu", "center_input_sample": false,
            "downsample_padding": 1, "flip_sin_to_cos": true, "freq_shift": 0, "mid_block_scale_factor": 1,
        ]
    }

    func controlNet() -> [String: JSONValue] {
        var members = unet(sampleSize: 64)
        let halvings = counted { "controlnet_cond_embedding.blocks.\($0).weight" } / 2
        let widths =
            [extent("controlnet_cond_embedding.conv_in.weight", 0)]
            + (0..<halvings).map { extent("controlnet_cond_embedding.blocks.\(2 * $0 + 1).weight", 0) }
        for key in ["sample_size", "out_channels", "up_block_types", "center_input_sample"] { members[key] = nil }
        members["_class_name"] = "ControlNetModel"
        members["conditioning_channels"] = .int(extent("controlnet_cond_embedding.conv_in.weight", 1))
        members["conditioning_embedding_out_channels"] = numbers(widths)
        return members
    }

    func autoencoder(sampleSize: Int) -> [String: JSONValue] {
        let levels = counted { "encoder.down_blocks.\($0).resnets.0.conv1.weight" }
        let channels = (0..<levels).map { extent("encoder.down_blocks.\($0).resnets.0.conv1.weight", 0) }
        return [
            "_class_name": "AutoencoderKL", "sample_size": .int(sampleSize), "in_channels": .int(extent("encoder.conv_in.weight", 1)),
            "out_channels": .int(extent("decoder.conv_out.weight", 0)), "latent_channels": .int(extent("decoder.conv_in.weight", 1)),
            "block_out_channels": numbers(channels), "layers_per_block": .int(counted { "encoder.down_blocks.0.resnets.\($0).conv1.weight" }),
            "down_block_types": .array(Array(repeating: "DownEncoderBlock2D", count: levels)),
            "up_block_types": .array(Array(repeating: "UpDecoderBlock2D", count: levels)), "norm_num_groups": 32, "act_fn": "silu",
            "scaling_factor": 0.18215, "use_quant_conv": .bool(has("quant_conv.weight")), "use_post_quant_conv": .bool(has("post_quant_conv.weight")),
            "mid_block_add_attention": .bool(entries.keys.contains { $0.hasPrefix("decoder.mid_block.attentions.0.") }),
        ]
    }

    /// - Parameter isOpenCLIP: whether the weights come from OpenCLIP's layout, as in SD 2.x.
    func textModel(isOpenCLIP: Bool) -> [String: JSONValue] {
        let table = "text_model.embeddings.token_embedding.weight"
        let width = extent(table, 1)
        return [
            "architectures": ["CLIPTextModel"], "model_type": "clip_text_model", "vocab_size": .int(extent(table, 0)), "hidden_size": .int(width),
            "intermediate_size": .int(extent("text_model.encoder.layers.0.mlp.fc1.weight", 0)),
            "num_hidden_layers": .int(counted { "text_model.encoder.layers.\($0).layer_norm1.weight" }), "num_attention_heads": .int(max(1, width / 64)),
            "max_position_embeddings": .int(extent("text_model.embeddings.position_embedding.weight", 0)),
            "hidden_act": isOpenCLIP ? "gelu" : "quick_gelu", "layer_norm_eps": 1e-5, "projection_dim": .int(isOpenCLIP ? 512 : width),
            "bos_token_id": 0, "eos_token_id": 2, "pad_token_id": 1,
        ]
    }

    private func shape(_ key: String) -> [Int] { entries[key]?.shape ?? [] }
    private func extent(_ key: String, _ axis: Int) -> Int { shape(key).indices.contains(axis) ? shape(key)[axis] : 0 }
    private func has(_ key: String) -> Bool { entries[key] != nil }
    private func counted(_ key: (Int) -> String) -> Int { (0..<1000).first { !has(key($0)) } ?? 1000 }
    private func numbers(_ values: [Int]) -> JSONValue { .array(values.map(JSONValue.int)) }

    private func types(_ count: Int, _ blocks: String, _ attention: String, _ plain: String) -> JSONValue {
        .array((0..<count).map { level in .string(entries.keys.contains { $0.hasPrefix("\(blocks).\(level).attentions.") } ? attention : plain) })
    }
}
