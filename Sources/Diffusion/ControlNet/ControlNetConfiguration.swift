public import JSONValues
public import NeuralNetworks

/// The shape of a `ControlNetModel`, from its `config.json`.
public struct ControlNetConfiguration: Sendable {
    /// The order in which a network takes the colours of its picture.
    public enum ChannelOrder: String, CaseIterable, Sendable {
        case rgb, bgr
    }

    /// The UNet whose first half the network is a copy of; its way up says nothing.
    public let encoder: UNetConfiguration
    /// Channels of the picture.
    public let conditioningChannels: Int
    /// Channels of the layers that bring the picture to the size of latents; between one and the next the size is halved.
    public let embeddingChannels: [Int]
    public let channelOrder: ChannelOrder
    /// Whether each residual is the same at all positions, as where a picture gives its style and not its shapes.
    public let poolsConditions: Bool

    /// - Throws: `NeuralNetworksError.unsupportedConfiguration` for a value that this engine does not compute.
    public init(_ file: ConfigurationFile) throws {
        try file.require("_class_name", isOneOf: ["ControlNetModel"])
        encoder = try UNetConfiguration(Self.unetFile(file))
        conditioningChannels = try file.count("conditioning_channels", default: 3)
        embeddingChannels = try file.counts("conditioning_embedding_out_channels", default: Self.embeddingChannels)
        guard embeddingChannels.count <= 8 else {
            throw file.unsupported("conditioning_embedding_out_channels", expected: "at most 8 numbers", found: .int(embeddingChannels.count))
        }
        channelOrder = try file.choice("controlnet_conditioning_channel_order", default: .rgb)
        poolsConditions = try file.flag("global_pool_conditions", default: false)
    }

    /// A network for a UNet, as diffusers' `ControlNetModel.from_unet` shapes it.
    public init(
        of unet: UNetConfiguration, conditioningChannels: Int = 3, embeddingChannels: [Int] = embeddingChannels, channelOrder: ChannelOrder = .rgb,
        poolsConditions: Bool = false
    ) {
        var encoder = unet
        // diffusers' ControlNet has no such key.
        encoder.centersInput = false
        self.encoder = encoder
        self.conditioningChannels = conditioningChannels
        self.embeddingChannels = embeddingChannels
        self.channelOrder = channelOrder
        self.poolsConditions = poolsConditions
    }

    /// The published networks'.
    public static let embeddingChannels = [16, 32, 96, 256]

    /// Pixels of the picture along a latent.
    public var scale: Int { 1 << (embeddingChannels.count - 1) }

    /// Elements of one prompt's keys and values.
    package func promptScalars(tokens: Int) -> Int {
        var withoutWayUp = encoder
        withoutWayUp.upBlocks = encoder.upBlocks.map { _ in .plain }
        return withoutWayUp.promptScalars(tokens: tokens)
    }

    /// The file as that of a UNet, whose way up is as plain as can be: a ControlNet has none.
    private static func unetFile(_ file: ConfigurationFile) throws -> ConfigurationFile {
        let down: [UNetConfiguration.DownBlockType] = try file.choices("down_block_types")
        var members = file.members
        members["_class_name"] = "UNet2DConditionModel"
        members["up_block_types"] = .array(down.map { _ in .string(UNetConfiguration.UpBlockType.plain.rawValue) })
        return ConfigurationFile(path: file.path, members: members)
    }
}

extension ControlNetConfiguration {
    /// The `config.json` that diffusers reads.
    public var document: JSONValue {
        func numbers(_ values: [Int]) -> JSONValue { .array(values.map(JSONValue.int)) }
        /// One number where all are alike: diffusers' ControlNet takes no list of these.
        func number(_ values: [Int]) -> JSONValue { values.allSatisfy { $0 == values[0] } ? .int(values[0]) : numbers(values) }
        func real(_ value: Float) -> JSONValue { .double(Double("\(value)") ?? Double(value)) }
        return [
            "_class_name": "ControlNetModel", "_diffusers_version": "0.30.0", "in_channels": .int(encoder.inputChannels),
            "conditioning_channels": .int(conditioningChannels), "conditioning_embedding_out_channels": numbers(embeddingChannels),
            "controlnet_conditioning_channel_order": .string(channelOrder.rawValue), "global_pool_conditions": .bool(poolsConditions),
            "block_out_channels": numbers(encoder.blockChannels), "down_block_types": .array(encoder.downBlocks.map { .string($0.rawValue) }),
            "layers_per_block": number(encoder.layersPerBlock), "transformer_layers_per_block": number(encoder.transformerLayers),
            // The key that says head dimension holds the number of heads.
            "attention_head_dim": number(encoder.heads), "cross_attention_dim": .int(encoder.crossAttentionWidth),
            "use_linear_projection": .bool(encoder.usesLinearProjection), "norm_num_groups": .int(encoder.normGroups),
            "norm_eps": real(encoder.normEpsilon), "mid_block_scale_factor": real(encoder.midBlockScale),
            "downsample_padding": .int(encoder.downsamplePadding), "flip_sin_to_cos": .bool(encoder.timestepEmbedding.flipsSineToCosine),
            "freq_shift": real(encoder.timestepEmbedding.frequencyShift), "act_fn": "silu",
        ]
    }
}
