import FoundationEssentials
public import NeuralNetworks
public import Tensors

/// A Stable Diffusion checkpoint in memory: the parts that turn a prompt into a picture.
///
/// Source: Rombach et al. 2022; the component names are diffusers'.
public final class StableDiffusion {
    /// What people call it: a built-in name, or the folder's.
    public let name: String
    public let folder: ModelFolder
    public private(set) var tokenizer: CLIPTokenizer
    public let textModel: CLIPTextModel
    public let unet: UNet2DConditionModel
    public let autoencoder: AutoencoderKL
    public let scheduler: SchedulerConfiguration
    public let noiseSchedule: NoiseSchedule
    /// What the folder holds and Easel passes over, in words.
    public let notes: [String]

    /// Loads every part, checking first that they will fit into memory and fit each other.
    ///
    /// - Parameter progress: called before each part with its name.
    /// - Throws: `DiffusionError`, `NeuralNetworksError`, `TokenizerError`: each names the file.
    public init(
        folder: ModelFolder, name: String, interruption: Interruption = .never, progress: (_ part: String) -> Void = { _ in }
    ) throws {
        self.name = name
        self.folder = folder
        let parts = try ["text_encoder", "unet", "vae"].map { try folder.weights($0) }
        let bytes = parts.reduce(0) { $0 + $1.scalarCount } * MemoryLayout<Float>.size
        try FreeMemory.require(
            bytes, for: "Loading '\(name)'", remedy: "Close other programs or notebooks, or load a smaller model.")
        progress("tokenizer")
        let textConfiguration = try CLIPTextConfiguration(folder.configuration("text_encoder"))
        tokenizer = try CLIPTokenizer(folder: "\(folder.path)/tokenizer", maximumLength: textConfiguration.maximumLength)
        scheduler = try SchedulerConfiguration(
            contentsOf: URL(filePath: "\(folder.path)/scheduler/scheduler_config.json")
        ).correctedForStableDiffusion()
        noiseSchedule = try NoiseSchedule(scheduler)
        let unetConfiguration = try UNetConfiguration(folder.configuration("unet"))
        let autoencoderConfiguration = try AutoencoderConfiguration(folder.configuration("vae"))
        try Self.checkFit(folder, textConfiguration, unetConfiguration, autoencoderConfiguration, tokenizer)
        try interruption.check()
        progress("text encoder")
        textModel = try CLIPTextModel(textConfiguration, from: CheckpointSource(parts[0], keys: CLIPTextModel.keys))
        try interruption.check()
        progress("UNet")
        unet = try UNet2DConditionModel(unetConfiguration, from: CheckpointSource(parts[1]))
        try interruption.check()
        progress("autoencoder")
        autoencoder = try AutoencoderKL(autoencoderConfiguration, from: CheckpointSource(parts[2], keys: AutoencoderKL.keys))
        notes = folder.notes
    }

    /// Height and width of the pictures that the model was trained on.
    public var size: Int { unet.configuration.sampleSize * autoencoder.configuration.scale }

    /// Heights and widths of pictures are multiples of this.
    public var sizeMultiple: Int { autoencoder.configuration.scale }

    /// Weights of all parts.
    public var parameterCount: Int {
        [textModel.parameters, unet.parameters, autoencoder.parameters].joined().reduce(0) { $0 + $1.value.count }
    }

    /// The prompt as vectors that the UNet attends to.
    ///
    /// Shapes: result [prompts, tokens, width].
    public func encode(_ prompts: [String], clipSkip: Int = 0, interruption: Interruption = .never) throws -> Tensor {
        try textModel(prompts.map { tokenizer.encode($0).ids }, clipSkip: clipSkip, interruption: interruption)
    }

    func updateTokenizer<Result>(_ change: (inout CLIPTokenizer) throws -> Result) rethrows -> Result { try change(&tokenizer) }

    private static func checkFit(
        _ folder: ModelFolder, _ text: CLIPTextConfiguration, _ unet: UNetConfiguration, _ autoencoder: AutoencoderConfiguration,
        _ tokenizer: CLIPTokenizer
    ) throws {
        func refuse(_ reason: String) -> DiffusionError { .incompatibleParts(path: folder.path, reason: reason) }
        guard unet.crossAttentionWidth == text.hiddenSize else {
            throw refuse("unet/config.json: cross_attention_dim is \(unet.crossAttentionWidth); the text encoder's hidden_size is \(text.hiddenSize)")
        }
        guard unet.inputChannels == autoencoder.latentChannels, unet.outputChannels == autoencoder.latentChannels else {
            throw refuse(
                "unet/config.json: in_channels and out_channels are \(unet.inputChannels) and \(unet.outputChannels); "
                    + "the autoencoder's latent_channels is \(autoencoder.latentChannels)"
                    + (unet.inputChannels == 9 ? " (inpainting models are not in this version of Easel yet)" : ""))
        }
        guard tokenizer.vocabularySize <= text.vocabularySize else {
            throw refuse("the tokenizer knows \(tokenizer.vocabularySize) tokens; the text encoder's vocab_size is \(text.vocabularySize)")
        }
    }
}
