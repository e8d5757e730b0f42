import FoundationEssentials
public import NeuralNetworks
public import Tensors

/// A Stable Diffusion checkpoint in memory: the parts that turn a prompt into a picture.
///
/// Source: Rombach et al. 2022; the component names are diffusers'.
public final class StableDiffusion {
    /// What people call it: a built-in name, or the folder's or file's.
    public let name: String
    public let files: any ModelFiles
    public private(set) var tokenizer: CLIPTokenizer
    public let textModel: CLIPTextModel
    public let unet: UNet2DConditionModel
    public let autoencoder: AutoencoderKL
    public let scheduler: SchedulerConfiguration
    public let noiseSchedule: NoiseSchedule
    /// How weights are kept, and with them what training keeps for its gradients.
    public let precision: WeightPrecision
    /// Counts the times that weights were trained or brought back: what somebody knows of other weights is not true any more.
    public private(set) var weightsVersion = 0
    /// How the weights of each component were stored, by parameter.
    let storageTypes: [String: [String: StorageType]]

    /// Loads every part, checking first that they will fit into memory and fit each other.
    ///
    /// - Parameters:
    ///   - precision: with `.bfloat16` weights take half of the memory.
    ///   - progress: called before each part with its name.
    /// - Throws: `DiffusionError`, `NeuralNetworksError`, `TokenizerError`: each names the file.
    public init(
        files: any ModelFiles, name: String, precision: WeightPrecision = .float32, interruption: Interruption = .never,
        progress: (_ part: String) -> Void = { _ in }
    ) throws {
        self.name = name
        self.files = files
        self.precision = precision
        let parts = try ["text_encoder", "unet", "vae"].map { try files.weights($0) }
        let bytes = parts.reduce(0.0) { $0 + Double($1.scalarCount) } * (precision == .bfloat16 ? 2 : 4)
        try FreeMemory.require(
            Int(min(bytes, 1e18)), for: "Loading '\(name)'",
            remedy: precision == .bfloat16
                ? "Close other programs or notebooks, or load a smaller model."
                : "With precision: .bfloat16 it takes half. Or close other programs or notebooks, or load a smaller model.")
        progress("tokenizer")
        let textConfiguration = try CLIPTextConfiguration(files.configuration("text_encoder"))
        tokenizer = try CLIPTokenizer(files.tokenizer(), maximumLength: textConfiguration.maximumLength)
        let document = try files.schedulerDocument()
        scheduler = try SchedulerConfiguration(json: document.json, file: document.file).correctedForStableDiffusion()
        noiseSchedule = try NoiseSchedule(scheduler)
        let unetConfiguration = try UNetConfiguration(files.configuration("unet"))
        let autoencoderConfiguration = try AutoencoderConfiguration(files.configuration("vae"))
        try Self.checkFit(files.path, textConfiguration, unetConfiguration, autoencoderConfiguration, tokenizer)
        tokenizer.tableSize = textConfiguration.vocabularySize
        let sources = [
            CheckpointSource(parts[0], keys: CLIPTextModel.keys, precision: precision, interruption: interruption),
            CheckpointSource(parts[1], precision: precision, interruption: interruption),
            CheckpointSource(parts[2], keys: AutoencoderKL.keys, precision: precision, interruption: interruption),
        ]
        try interruption.check()
        progress("text encoder")
        textModel = try CLIPTextModel(textConfiguration, from: sources[0])
        try interruption.check()
        progress("UNet")
        unet = try UNet2DConditionModel(unetConfiguration, from: sources[1])
        try interruption.check()
        progress("autoencoder")
        autoencoder = try AutoencoderKL(autoencoderConfiguration, from: sources[2])
        storageTypes = ["text_encoder": sources[0].storageTypes, "unet": sources[1].storageTypes, "vae": sources[2].storageTypes]
    }

    /// Puts parts together that are in memory already.
    ///
    /// - Parameter files: what is asked when weights are brought back or saved.
    package init(
        name: String, files: any ModelFiles, tokenizer: CLIPTokenizer, textModel: CLIPTextModel, unet: UNet2DConditionModel, autoencoder: AutoencoderKL,
        scheduler: SchedulerConfiguration, precision: WeightPrecision = .float32
    ) throws {
        (self.name, self.files, self.tokenizer, self.textModel) = (name, files, tokenizer, textModel)
        (self.unet, self.autoencoder, self.scheduler, self.precision) = (unet, autoencoder, scheduler, precision)
        noiseSchedule = try NoiseSchedule(scheduler)
        storageTypes = [:]
        try Self.checkFit(name, textModel.configuration, unet.configuration, autoencoder.configuration, tokenizer)
        self.tokenizer.tableSize = textModel.configuration.vocabularySize
    }

    /// What is there and Easel passes over, in words.
    public var notes: [String] { files.notes }

    /// Whether the UNet also sees a mask and the picture around it: such a model fills holes, and draws nothing from a prompt alone.
    public var isForInpainting: Bool { unet.configuration.inputChannels == unet.configuration.outputChannels * 2 + 1 }

    /// Height and width of the pictures that the model was trained on.
    public var size: Int { unet.configuration.sampleSize * autoencoder.configuration.scale }

    /// Heights and widths of pictures are multiples of this.
    public var sizeMultiple: Int { autoencoder.configuration.scale }

    /// Weights of all parts.
    public var parameterCount: Int {
        [textModel.parameters, unet.parameters, autoencoder.parameters].joined().reduce(0) { $0 + $1.count }
    }

    /// The prompt as vectors that the UNet attends to.
    ///
    /// Shapes: result [prompts, tokens, width].
    public func encode(_ prompts: [String], clipSkip: Int = 0, interruption: Interruption = .never) throws -> Tensor {
        try textModel(prompts.map { tokenizer.encode($0).ids }, clipSkip: clipSkip, interruption: interruption)
    }

    /// Says that weights are not what they were.
    public func weightsDidChange() { weightsVersion += 1 }

    func updateTokenizer<Result>(_ change: (inout CLIPTokenizer) throws -> Result) rethrows -> Result { try change(&tokenizer) }

    private static func checkFit(
        _ path: String, _ text: CLIPTextConfiguration, _ unet: UNetConfiguration, _ autoencoder: AutoencoderConfiguration, _ tokenizer: CLIPTokenizer
    ) throws {
        func refuse(_ reason: String) -> DiffusionError { .incompatibleParts(path: path, reason: reason) }
        guard unet.crossAttentionWidth == text.hiddenSize else {
            throw refuse("the UNet's cross_attention_dim is \(unet.crossAttentionWidth); the text encoder's hidden_size is \(text.hiddenSize)")
        }
        let latents = autoencoder.latentChannels
        guard [latents, latents * 2 + 1].contains(unet.inputChannels), unet.outputChannels == latents else {
            throw refuse(
                "the UNet's in_channels and out_channels are \(unet.inputChannels) and \(unet.outputChannels); the autoencoder's latent_channels is \(latents)")
        }
        guard tokenizer.vocabularySize <= text.vocabularySize else {
            throw refuse("the tokenizer knows \(tokenizer.vocabularySize) tokens; the text encoder's vocab_size is \(text.vocabularySize)")
        }
    }
}
