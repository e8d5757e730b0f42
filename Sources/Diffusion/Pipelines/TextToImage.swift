public import NeuralNetworks
public import Tensors

/// Draws pictures from prompts, and from other pictures where these are given.
public struct TextToImage {
    /// One picture to draw.
    public struct Picture: Equatable, Sendable {
        public var prompt: String
        public var negativePrompt: String
        public var seed: UInt64
        /// The picture that it begins from, scaled to the settings' size; nil for noise alone.
        public var source: Bitmap?
        /// What of the source is painted anew; nil for all of it.
        public var repainting: Repainting?
        /// What each of the ControlNets is shown, scaled to the settings' size.
        public var controls: [Bitmap]

        public init(
            prompt: String, negativePrompt: String = "", seed: UInt64, source: Bitmap? = nil, repainting: Repainting? = nil, controls: [Bitmap] = []
        ) {
            self.prompt = prompt
            self.negativePrompt = negativePrompt
            self.seed = seed
            self.source = source
            self.repainting = repainting
            self.controls = controls
        }
    }

    /// What is done for a batch, one after the other.
    public enum Stage: Sendable {
        /// Prompts become what the UNet attends to.
        case encoding
        case denoising
        /// Latents become pictures.
        case decoding
    }

    /// How far a call has come.
    public struct Progress {
        /// Denoising steps, of all batches together.
        public let step: Int
        public let count: Int
        /// The first picture of the batch that is being drawn.
        public let firstPicture: Int
        /// Where the batch is heading, as latents; decode them only when somebody looks.
        public let denoised: Tensor
    }

    let model: StableDiffusion
    let settings: SamplingSettings
    /// The ControlNets that steer, in the order of each picture's controls.
    let controls: [ControlUse]
    let isGuess: Bool

    /// - Parameters:
    ///   - isGuess: whether the ControlNets' pictures are to say all and the prompt need not: diffusers' guess mode.
    /// - Throws: `DiffusionError` for a size, a number of steps or a sampler that the model can't do, or a ControlNet that does not fit it.
    public init(_ model: StableDiffusion, settings: SamplingSettings, controls: [ControlUse] = [], isGuess: Bool = false) throws {
        self.model = model
        self.settings = settings
        self.controls = controls
        self.isGuess = isGuess
        try validate()
        try validateControls()
    }

    /// Draws pictures; small ones in batches, large ones one by one.
    ///
    /// Shapes: each picture [3, height, width], values in 0…1.
    /// - Parameters:
    ///   - stage: told what begins.
    ///   - progress: called after every denoising step.
    ///   - finished: called with each picture as soon as it is there, with its index.
    /// - Throws: `DiffusionError.notEnoughMemory` before anything is computed; what the interruption and the closures throw.
    public func callAsFunction(
        _ pictures: [Picture], interruption: Interruption = .never, stage: (Stage) -> Void = { _ in }, progress: (Progress) throws -> Void = { _ in },
        finished: (_ index: Int, _ picture: Tensor) throws -> Void
    ) throws {
        try validate(pictures)
        try validateControls(of: pictures)
        let windows = pictures.map(PromptEncoder(model, settings).windowCount).max() ?? 1
        try FreeMemory.require(
            SamplingMemory(model, settings, controls.map(\.network)).bytes(batch: min(batchSize, pictures.count), windows: windows),
            for: "Drawing \(settings.width)×\(settings.height)", remedy: "Ask for smaller pictures, or close other programs or notebooks.")
        let batches = batches(of: pictures)
        for (batchIndex, range) in batches.enumerated() {
            let batch = Array(pictures[range])
            stage(.encoding)
            var loop = try denoisingLoop(batch, interruption: interruption)
            stage(.denoising)
            while let step = try loop.next() {
                try progress(
                    Progress(
                        step: batchIndex * step.count + step.index, count: batches.count * step.count, firstPicture: range.lowerBound,
                        denoised: step.denoised))
            }
            stage(.decoding)
            for index in batch.indices {
                try finished(range.lowerBound + index, decode(loop.latents.sliced(axis: 0, index..<(index + 1)), interruption: interruption))
            }
        }
    }

    /// The steps of one batch, undecoded.
    package func denoisingLoop(_ batch: [Picture], interruption: Interruption = .never) throws -> DenoisingLoop {
        let sampler = try makeSampler()
        let scale = model.autoencoder.configuration.scale
        let context = try context(for: batch, interruption: interruption)
        return DenoisingLoop(
            unet: model.unet, context: context,
            guidance: settings.isGuided ? Guidance(scale: Float(settings.guidanceScale), rescale: Float(settings.details.guidanceRescale)) : nil,
            control: try guide(for: batch, context: context, interruption: interruption),
            sampler: sampler, noise: PictureNoise(seeds: batch.map(\.seed), stream: settings.details.noise),
            shape: [batch.count, model.autoencoder.configuration.latentChannels, settings.height / scale, settings.width / scale],
            start: try start(of: batch, sampler: sampler, interruption: interruption), interruption: interruption)
    }

    /// The prompts as the UNet attends to them; with guidance, the negative ones first.
    ///
    /// Shapes: result [pictures, tokens, width], twice the pictures with guidance.
    package func context(for batch: [Picture], interruption: Interruption = .never) throws -> Tensor {
        try PromptEncoder(model, settings).context(for: batch, interruption: interruption)
    }

    private func makeSampler() throws -> any Sampler {
        try settings.details.makeSampler(settings.sampler, configuration: model.scheduler, steps: settings.steps)
    }

    /// Latents as the UNet knows them to a picture with values in 0…1.
    ///
    /// Shapes: latents [1, channels, height, width]; result [3, height·scale, width·scale].
    public func decode(_ latents: Tensor, interruption: Interruption = .never) throws -> Tensor {
        try model.autoencoder.pictures(from: latents, interruption: interruption)[0]
    }

    /// Latent positions that are drawn together: a batch of large pictures gains nothing but memory use.
    private static let positionsPerBatch = 4096

    private var batchSize: Int {
        if settings.sampler.choosesSteps { return 1 }
        let scale = model.autoencoder.configuration.scale
        let positions = (settings.width / scale) * (settings.height / scale)
        return max(1, min(16, Self.positionsPerBatch / max(positions, 1)))
    }

    /// Pictures that are drawn together: neighbours whose prompts take equally many windows.
    private func batches(of pictures: [Picture]) -> [Range<Int>] {
        let encoder = PromptEncoder(model, settings)
        let counts = pictures.map(encoder.windowCount)
        return pictures.indices.reduce(into: []) { batches, index in
            if let last = batches.last, last.count < batchSize, counts[last.lowerBound] == counts[index] {
                batches[batches.count - 1] = last.lowerBound..<(index + 1)
            } else {
                batches.append(index..<(index + 1))
            }
        }
    }

    private func validate() throws {
        let multiple = model.sizeMultiple
        for (name, extent) in [("width", settings.width), ("height", settings.height)] {
            let fits = (multiple...4096).contains(extent) && extent.isMultiple(of: multiple)
            try require(fits, name, "a multiple of \(multiple) up to 4096", extent)
        }
        let scale = settings.guidanceScale
        try require(scale.isFinite && abs(scale) <= 1000, "guidanceScale", "a number from -1000 to 1000", scale)
        let layers = model.textModel.configuration.layerCount
        try require((0..<layers).contains(settings.clipSkip), "clipSkip", "from 0 to \(layers - 1)", settings.clipSkip)
        _ = try makeSampler()
    }

    func require(_ condition: Bool, _ name: String, _ expected: String, _ found: Any) throws {
        guard condition else { throw DiffusionError.invalidArgument(name: name, expected: expected, found: "\(found)") }
    }
}
