public import NeuralNetworks
public import Tensors

/// Draws pictures from prompts.
public struct TextToImage {
    /// One picture to draw.
    public struct Picture: Equatable, Sendable {
        public var prompt: String
        public var negativePrompt: String
        public var seed: UInt64

        public init(prompt: String, negativePrompt: String = "", seed: UInt64) {
            self.prompt = prompt
            self.negativePrompt = negativePrompt
            self.seed = seed
        }
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

    private let model: StableDiffusion
    private let settings: SamplingSettings

    /// - Throws: `DiffusionError` for a size, a number of steps or a sampler that the model can't do.
    public init(_ model: StableDiffusion, settings: SamplingSettings) throws {
        self.model = model
        self.settings = settings
        try validate()
    }

    /// Draws pictures; small ones in batches, large ones one by one.
    ///
    /// Shapes: each picture [3, height, width], values in 0…1.
    /// - Parameters:
    ///   - progress: called after every denoising step.
    ///   - finished: called with each picture as soon as it is there, with its index.
    /// - Throws: `DiffusionError.notEnoughMemory` before anything is computed; what the interruption and the closures throw.
    public func callAsFunction(
        _ pictures: [Picture], interruption: Interruption = .never, progress: (Progress) throws -> Void = { _ in },
        finished: (_ index: Int, _ picture: Tensor) throws -> Void
    ) throws {
        try FreeMemory.require(
            SamplingMemory(model, settings).bytes(batch: min(batchSize, pictures.count)), for: "Drawing \(settings.width)×\(settings.height)",
            remedy: "Ask for smaller pictures, or close other programs or notebooks.")
        let batchCount = (pictures.count + batchSize - 1) / batchSize
        for batchIndex in 0..<batchCount {
            let start = batchIndex * batchSize
            let batch = Array(pictures[start..<min(start + batchSize, pictures.count)])
            var loop = try denoisingLoop(batch, interruption: interruption)
            while let step = try loop.next() {
                try progress(
                    Progress(
                        step: batchIndex * step.count + step.index, count: batchCount * step.count, firstPicture: start,
                        denoised: step.denoised))
            }
            for index in batch.indices {
                try finished(start + index, decode(loop.latents.sliced(axis: 0, index..<(index + 1)), interruption: interruption))
            }
        }
    }

    /// The steps of one batch, undecoded.
    package func denoisingLoop(_ batch: [Picture], interruption: Interruption = .never) throws -> DenoisingLoop {
        let sampler = try makeSampler()
        let scale = model.autoencoder.configuration.scale
        return DenoisingLoop(
            unet: model.unet, context: try context(for: batch, interruption: interruption),
            guidance: settings.isGuided ? Guidance(scale: Float(settings.guidanceScale), rescale: Float(settings.details.guidanceRescale)) : nil,
            sampler: sampler, noise: PictureNoise(seeds: batch.map(\.seed), stream: settings.details.noise),
            shape: [batch.count, model.autoencoder.configuration.latentChannels, settings.height / scale, settings.width / scale],
            interruption: interruption)
    }

    /// The prompts as the UNet attends to them; with guidance, the negative ones first, which keep all layers of the text model.
    ///
    /// Shapes: result [pictures, tokens, width], twice the pictures with guidance.
    ///
    /// Source: diffusers, `StableDiffusionPipeline.encode_prompt`.
    package func context(for batch: [Picture], interruption: Interruption = .never) throws -> Tensor {
        let (negative, positive) = (batch.map(\.negativePrompt), batch.map(\.prompt))
        guard settings.isGuided else { return try model.encode(positive, clipSkip: settings.clipSkip, interruption: interruption) }
        guard settings.clipSkip > 0 else { return try model.encode(negative + positive, interruption: interruption) }
        return Tensor.concatenated(
            [
                try model.encode(negative, interruption: interruption),
                try model.encode(positive, clipSkip: settings.clipSkip, interruption: interruption),
            ], axis: 0)
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

    private func validate() throws {
        func require(_ condition: Bool, _ name: String, _ expected: String, _ found: Any) throws {
            guard condition else { throw DiffusionError.invalidArgument(name: name, expected: expected, found: "\(found)") }
        }
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
}
