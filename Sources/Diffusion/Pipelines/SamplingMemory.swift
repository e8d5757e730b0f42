/// An estimate of the memory that drawing takes beyond the weights: the largest tensors that are alive at once, with room for what a kernel packs.
struct SamplingMemory {
    private let model: StableDiffusion
    private let settings: SamplingSettings
    private let controls: [ControlNetModel]

    init(_ model: StableDiffusion, _ settings: SamplingSettings, _ controls: [ControlNetModel] = []) {
        self.model = model
        self.settings = settings
        self.controls = controls
    }

    /// Bytes for a batch of pictures; batches come one after the other, and pictures are decoded one by one.
    ///
    /// - Parameter windows: that the prompts take, each of as many tokens as the text model encodes at once.
    func bytes(batch: Int, windows: Int) -> Int {
        let scale = model.autoencoder.configuration.scale
        let positions = (settings.width / scale) * (settings.height / scale)
        let tokens = windows * model.textModel.configuration.maximumLength
        let prompt = model.unet.configuration.promptScalars(tokens: tokens)
        let control = controls.reduce(0) { $0 + controlScalars($1.configuration, positions: positions, tokens: tokens) }
        let denoising = (unetScalars(positions: positions) + prompt + control) * batch * (settings.isGuided ? 2 : 1)
        let embedding = controls.map { embeddingScalars($0.configuration, positions: positions) }.max() ?? 0
        return max(denoising, decoderScalars(positions: positions), embedding * batch) * MemoryLayout<Float>.size
    }

    /// All skips of the way down, and at the widest place the gated feed-forward layer, eight times as wide as the level.
    private func unetScalars(positions: Int) -> Int {
        let configuration = model.unet.configuration
        return skipScalars(configuration, positions: positions) + (levels(of: configuration, positions: positions).max() ?? 0) * 20
    }

    private func levels(of configuration: UNetConfiguration, positions: Int) -> [Int] {
        configuration.blockChannels.enumerated().map { level, channels in channels * (positions >> (2 * level)) }
    }

    private func skipScalars(_ configuration: UNetConfiguration, positions: Int) -> Int {
        zip(levels(of: configuration, positions: positions), configuration.layersPerBlock).reduce(0) { $0 + $1.0 * ($1.1 + 1) }
    }

    /// What stays of a ControlNet while the others and the UNet compute: its residuals, what it knows of the prompt, and the embedded picture.
    private func controlScalars(_ configuration: ControlNetConfiguration, positions: Int, tokens: Int) -> Int {
        skipScalars(configuration.encoder, positions: positions) + configuration.promptScalars(tokens: tokens)
            + configuration.encoder.blockChannels[0] * positions
    }

    /// A picture's first layers work at the full size: a convolution's input, its result and what is packed for it.
    private func embeddingScalars(_ configuration: ControlNetConfiguration, positions: Int) -> Int {
        let pixels = positions * configuration.scale * configuration.scale
        return pixels * (configuration.embeddingChannels[0] * 3 + configuration.conditioningChannels)
    }

    /// The last levels work at the full size: a block's input, its norm, its convolution and the sum.
    private func decoderScalars(positions: Int) -> Int {
        let channels = model.autoencoder.configuration.blockChannels
        let full = positions << (2 * (channels.count - 1))
        let widest = channels.indices.map { level in
            let entering = channels[min(level + 1, channels.count - 1)]
            return max(entering, channels[level]) * (full >> (2 * level))
        }
        return (widest.max() ?? 0) * 5
    }
}
