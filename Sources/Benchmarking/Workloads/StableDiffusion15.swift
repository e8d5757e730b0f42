import Diffusion
import JSONValues
import NeuralNetworks
import Tensors

/// The networks of Stable Diffusion 1.5 at their true shapes, with random weights.
enum StableDiffusion15 {
    /// - Parameter size: height and width of the pictures that it is for.
    static func unet(size: Int = 512, precision: WeightPrecision = .float32) throws -> UNet2DConditionModel {
        let members = unetMembers.merging(["sample_size": .int(size / 8)]) { $1 }
        return try UNet2DConditionModel(UNetConfiguration(configuration(members)), from: PatternedWeights(precision: precision))
    }

    static func controlNet() throws -> ControlNetModel {
        try ControlNetModel(ControlNetConfiguration(of: UNetConfiguration(configuration(unetMembers))), from: PatternedWeights())
    }

    /// The whole model, with the tokenizer and the noise schedule of another one.
    static func model(size: Int, like other: StableDiffusion, precision: WeightPrecision) throws -> StableDiffusion {
        try StableDiffusion(
            name: "Stable Diffusion 1.5", files: other.files, tokenizer: other.tokenizer, textModel: textModel(precision: precision),
            unet: unet(size: size, precision: precision), autoencoder: autoencoder(precision: precision), scheduler: other.scheduler, precision: precision)
    }

    static func autoencoder(precision: WeightPrecision = .float32) throws -> AutoencoderKL {
        try AutoencoderKL(AutoencoderConfiguration(configuration(autoencoderMembers)), from: PatternedWeights(precision: precision))
    }

    static func textModel(precision: WeightPrecision = .float32) throws -> CLIPTextModel {
        try CLIPTextModel(CLIPTextConfiguration(configuration(textMembers)), from: PatternedWeights(precision: precision))
    }

    /// Tokens of a window.
    static let tokens = 77
    /// Width of a token's vector.
    static let contextWidth = 768
    /// The size of the text model's table.
    static let vocabulary = 49408

    /// Latents of pictures of a size in pixels.
    static func latents(size: Int, batch: Int, seed: UInt64 = 2) -> Tensor { normal([batch, 4, size / 8, size / 8], seed: seed) }

    static func normal(_ shape: [Int], seed: UInt64) -> Tensor {
        var generator = TorchGenerator(seed: seed)
        return Tensor.randn(shape, generator: &generator)
    }

    /// Prompts of some words, the rest of the window filled with ends.
    static func prompts(_ batch: Int) -> [[Int]] {
        var generator = TorchGenerator(seed: 1)
        return (0..<batch).map { _ in
            [vocabulary - 2] + generator.randint(low: 0, high: vocabulary - 2, 18) + Array(repeating: vocabulary - 1, count: tokens - 19)
        }
    }

    private static func configuration(_ members: [String: JSONValue]) -> ConfigurationFile {
        ConfigurationFile(path: "Stable Diffusion 1.5", members: members)
    }

    // As the model's own config.json files say it.

    private static let unetMembers: [String: JSONValue] = [
        "sample_size": 64, "in_channels": 4, "out_channels": 4, "layers_per_block": 2, "block_out_channels": [320, 640, 1280, 1280],
        "cross_attention_dim": 768, "attention_head_dim": 8, "norm_num_groups": 32, "norm_eps": 1e-5,
        "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
    ]

    private static let autoencoderMembers: [String: JSONValue] = [
        "in_channels": 3, "out_channels": 3, "latent_channels": 4, "layers_per_block": 2, "block_out_channels": [128, 256, 512, 512],
        "norm_num_groups": 32, "down_block_types": .array(Array(repeating: "DownEncoderBlock2D", count: 4)),
        "up_block_types": .array(Array(repeating: "UpDecoderBlock2D", count: 4)),
    ]

    private static let textMembers: [String: JSONValue] = [
        "vocab_size": .int(vocabulary), "hidden_size": .int(contextWidth), "intermediate_size": 3072, "num_hidden_layers": 12,
        "num_attention_heads": 12, "max_position_embeddings": .int(tokens), "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5,
    ]
}
