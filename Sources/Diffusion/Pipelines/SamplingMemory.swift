/// An estimate of the memory that drawing takes beyond the weights: the largest tensors that are alive at once, with room for what a kernel packs.
struct SamplingMemory {
    private let model: StableDiffusion
    private let settings: SamplingSettings

    init(_ model: StableDiffusion, _ settings: SamplingSettings) {
        self.model = model
        self.settings = settings
    }

    /// Bytes for a batch of pictures; batches come one after the other, and pictures are decoded one by one.
    ///
    /// - Parameter windows: that the prompts take, each of as many tokens as the text model encodes at once.
    func bytes(batch: Int, windows: Int) -> Int {
        let scale = model.autoencoder.configuration.scale
        let positions = (settings.width / scale) * (settings.height / scale)
        let prompt = model.unet.configuration.promptScalars(tokens: windows * model.textModel.configuration.maximumLength)
        let denoising = (unetScalars(positions: positions) + prompt) * batch * (settings.isGuided ? 2 : 1)
        return max(denoising, decoderScalars(positions: positions)) * MemoryLayout<Float>.size
    }

    /// All skips of the way down, and at the widest place the gated feed-forward layer, eight times as wide as the level.
    private func unetScalars(positions: Int) -> Int {
        let configuration = model.unet.configuration
        let levels = configuration.blockChannels.enumerated().map { level, channels in channels * (positions >> (2 * level)) }
        let skips = zip(levels, configuration.layersPerBlock).reduce(0) { $0 + $1.0 * ($1.1 + 1) }
        return skips + (levels.max() ?? 0) * 20
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
