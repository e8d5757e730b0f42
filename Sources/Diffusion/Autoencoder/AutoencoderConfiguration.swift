import JSONValues
public import NeuralNetworks

/// The shape of an `AutoencoderKL`, from `vae/config.json`.
public struct AutoencoderConfiguration: Sendable {
    public var imageChannels: Int
    public var latentChannels: Int
    public var blockChannels: [Int]
    public var layersPerBlock: Int
    public var normGroups: Int
    /// Latents are multiplied by it so that their variance is about one.
    public var scalingFactor: Float
    public var hasMidAttention: Bool
    public var hasQuantConvolution: Bool
    public var hasPostQuantConvolution: Bool

    /// - Throws: `NeuralNetworksError.unsupportedConfiguration`.
    public init(_ file: ConfigurationFile) throws {
        try file.require("_class_name", isOneOf: ["AutoencoderKL"])
        try file.require("act_fn", isOneOf: ["silu", "swish"])
        for key in ["latents_mean", "latents_std", "shift_factor"] { try file.require(key, isOneOf: [.null]) }
        blockChannels = try file.counts("block_out_channels")
        guard blockChannels.count <= 10 else {
            throw file.unsupported("block_out_channels", expected: "at most 10 blocks", found: .int(blockChannels.count))
        }
        for (key, type) in [("down_block_types", "DownEncoderBlock2D"), ("up_block_types", "UpDecoderBlock2D")] {
            guard file.members[key]?.array?.map(\.string) == Array(repeating: type, count: blockChannels.count) else {
                throw file.unsupported(key, expected: "\(blockChannels.count) of \(type)", found: file.members[key])
            }
        }
        imageChannels = 3
        try file.require("in_channels", isOneOf: [3])
        try file.require("out_channels", isOneOf: [3])
        latentChannels = try file.count("latent_channels", default: 4)
        layersPerBlock = try file.count("layers_per_block", default: 1)
        normGroups = try file.count("norm_num_groups", default: 32)
        scalingFactor = Float(try file.number("scaling_factor", default: 0.18215))
        hasMidAttention = try file.flag("mid_block_add_attention", default: true)
        hasQuantConvolution = try file.flag("use_quant_conv", default: true)
        hasPostQuantConvolution = try file.flag("use_post_quant_conv", default: true)
        guard scalingFactor > 0 else {
            throw file.unsupported("scaling_factor", expected: "a positive number", found: file.members["scaling_factor"])
        }
        for channels in blockChannels where !channels.isMultiple(of: normGroups) {
            throw file.unsupported("norm_num_groups", expected: "a divisor of \(channels) channels", found: .int(normGroups))
        }
    }

    /// Height and width of a picture are this many times those of its latents.
    public var scale: Int { 1 << (blockChannels.count - 1) }
}
