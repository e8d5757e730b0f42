import JSONValues
public import NeuralNetworks

/// The shape of a `UNet2DConditionModel`, from `unet/config.json`.
public struct UNetConfiguration: Sendable {
    public enum DownBlockType: String, CaseIterable, Sendable {
        case plain = "DownBlock2D"
        case crossAttention = "CrossAttnDownBlock2D"
    }

    public enum UpBlockType: String, CaseIterable, Sendable {
        case plain = "UpBlock2D"
        case crossAttention = "CrossAttnUpBlock2D"
    }

    /// Height and width of the latents that the model was trained on.
    public var sampleSize: Int
    public var inputChannels: Int
    public var outputChannels: Int
    public var blockChannels: [Int]
    public var downBlocks: [DownBlockType]
    public var upBlocks: [UpBlockType]
    public var layersPerBlock: [Int]
    public var transformerLayers: [Int]
    public var crossAttentionWidth: Int
    /// Attention heads of each block.
    public var heads: [Int]
    public var usesLinearProjection: Bool
    public var normGroups: Int
    public var normEpsilon: Float
    public var midBlockScale: Float
    public var downsamplePadding: Int
    public var inputKernel: Int
    public var outputKernel: Int
    public var centersInput: Bool
    public var timestepEmbedding: TimestepEmbedding

    /// - Throws: `NeuralNetworksError.unsupportedConfiguration` for a value that this engine does not compute.
    public init(_ file: ConfigurationFile) throws {
        try Self.refuseUnsupported(file)
        downBlocks = try file.choices("down_block_types")
        upBlocks = try file.choices("up_block_types")
        let count = downBlocks.count
        guard count <= 10 else {
            throw file.unsupported("down_block_types", expected: "at most 10 blocks", found: .int(count))
        }
        guard upBlocks.count == count else {
            throw file.unsupported("up_block_types", expected: "\(count) blocks as in down_block_types", found: file.members["up_block_types"])
        }
        blockChannels = try file.counts("block_out_channels", length: count)
        layersPerBlock = try file.counts("layers_per_block", length: count, default: Array(repeating: 2, count: count))
        transformerLayers = try file.counts("transformer_layers_per_block", length: count, default: Array(repeating: 1, count: count))
        // The key that says head dimension holds the number of heads: diffusers kept the misnomer.
        heads = try file.counts(
            "num_attention_heads", length: count, default: file.counts("attention_head_dim", length: count, default: Array(repeating: 8, count: count)))
        sampleSize = try file.count("sample_size", default: 64)
        inputChannels = try file.count("in_channels", default: 4)
        outputChannels = try file.count("out_channels", default: 4)
        crossAttentionWidth = try file.count("cross_attention_dim", default: 1280)
        usesLinearProjection = try file.flag("use_linear_projection", default: false)
        normGroups = try file.count("norm_num_groups", default: 32)
        normEpsilon = Float(try file.number("norm_eps", default: 1e-5))
        midBlockScale = Float(try file.number("mid_block_scale_factor", default: 1))
        downsamplePadding = file.members["downsample_padding"]?.int ?? 1
        inputKernel = try file.count("conv_in_kernel", default: 3)
        outputKernel = try file.count("conv_out_kernel", default: 3)
        centersInput = try file.flag("center_input_sample", default: false)
        timestepEmbedding = TimestepEmbedding(
            width: blockChannels[0], flipsSineToCosine: try file.flag("flip_sin_to_cos", default: true),
            frequencyShift: Float(try file.number("freq_shift", default: 0)))
        try checkDivisibility(file)
    }

    /// Latent sizes are halved this often on the way down.
    public var downsamplings: Int { downBlocks.count - 1 }

    /// Latents of less height or width vanish on the way down.
    public var minimumSize: Int { downsamplePadding == 0 ? 1 << downsamplings : 1 }

    private static func refuseUnsupported(_ file: ConfigurationFile) throws {
        try file.require("_class_name", isOneOf: ["UNet2DConditionModel"])
        try file.require("act_fn", isOneOf: ["silu", "swish"])
        try file.require("mid_block_type", isOneOf: ["UNetMidBlock2DCrossAttn"])
        try file.require("time_embedding_type", isOneOf: ["positional"])
        try file.require("resnet_time_scale_shift", isOneOf: ["default"])
        try file.require("attention_type", isOneOf: ["default"])
        try file.require("resnet_out_scale_factor", isOneOf: [1.0, 1])
        try file.require("downsample_padding", isOneOf: [1, 0])
        for key in ["dual_cross_attention", "only_cross_attention", "mid_block_only_cross_attention", "resnet_skip_time_act", "class_embeddings_concat"] {
            try file.require(key, isOneOf: [false])
        }
        for key in [
            "class_embed_type", "addition_embed_type", "num_class_embeds", "encoder_hid_dim", "encoder_hid_dim_type", "time_cond_proj_dim",
            "time_embedding_act_fn", "time_embedding_dim", "timestep_post_act", "cross_attention_norm", "reverse_transformer_layers_per_block",
        ] {
            try file.require(key, isOneOf: [.null])
        }
        guard (try? file.number("dropout", default: 0)) == 0 else {
            throw file.unsupported("dropout", expected: "0", found: file.members["dropout"])
        }
    }

    private func checkDivisibility(_ file: ConfigurationFile) throws {
        for (index, channels) in blockChannels.enumerated() {
            guard channels.isMultiple(of: normGroups) else {
                throw file.unsupported("norm_num_groups", expected: "a divisor of \(channels) channels", found: .int(normGroups))
            }
            guard channels.isMultiple(of: heads[index]) else {
                throw file.unsupported("attention_head_dim", expected: "a divisor of \(channels) channels", found: .int(heads[index]))
            }
        }
        guard blockChannels[0].isMultiple(of: 2), blockChannels[0] >= 4 else {
            throw file.unsupported("block_out_channels", expected: "an even first number of at least 4", found: .int(blockChannels[0]))
        }
        for (key, kernel) in [("conv_in_kernel", inputKernel), ("conv_out_kernel", outputKernel)] where kernel.isMultiple(of: 2) {
            throw file.unsupported(key, expected: "an odd number", found: .int(kernel))
        }
    }
}
