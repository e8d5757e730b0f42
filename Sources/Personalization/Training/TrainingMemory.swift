public import Diffusion

/// An estimate of the memory that training takes beyond the weights: what every layer keeps for its gradient, and of what is learnt its gradients and
/// two moments.
///
/// The numbers of tensors that layers keep were fitted to `easel bench --train textual-inversion` (`workingMemory`); a test compares them.
public struct TrainingMemory {
    /// Whether the network keeps only what its blocks are given.
    public let checkpointing: Bool
    public let bytes: Int

    /// - Parameters:
    ///   - batchSize: pictures a forward pass, those of a class included.
    ///   - learning: how many numbers are learnt.
    public init(_ model: StableDiffusion, batchSize: Int, learning count: Int = 0, checkpointing: GradientCheckpointing = .off, free: Int = .max) {
        let learnt = 3 * count * MemoryLayout<Float>.size
        let whole = Self.bytes(model, batchSize, checkpointing: false) + learnt
        self.checkpointing = checkpointing.decided(memory: whole, free: free)
        bytes = self.checkpointing ? Self.bytes(model, batchSize, checkpointing: true) + learnt : whole
    }

    /// Tensors of a level's size that a residual block and a transformer block keep: inputs of norms, convolutions, products and activations.
    private static let keptByResnet = 8
    private static let keptByTransformer = 16
    /// Tensors of a prompt's size that a layer of the text model keeps; it is never computed a second time.
    private static let keptByTextLayer = 14

    private static func bytes(_ model: StableDiffusion, _ batchSize: Int, checkpointing: Bool) -> Int {
        let levels = model.unet.configuration.levels
        let text = model.textModel.configuration
        let kept = levels.map { $0.layers * (checkpointing ? $0.given : $0.inside) }.reduce(0, +)
        // One block at a time is computed again, beside a copy of its largest weight in the order that its gradient wants.
        let again = checkpointing ? levels.map { $0.inside * batchSize + $0.largestWeight }.max() ?? 0 : 0
        let prompt = keptByTextLayer * text.layerCount * text.maximumLength * text.hiddenSize
        return ((kept + prompt) * batchSize + again) * MemoryLayout<Float>.size
    }

    /// The layers of one resolution; counts of numbers, for one picture.
    fileprivate struct Level {
        let layers: Int
        /// What a layer keeps.
        let inside: Int
        /// What a layer is given: a residual block and an attention keep one tensor each, and the way up joins its own with what the way down left.
        let given: Int
        let largestWeight: Int

        init(channels: Int, below: Int, side: Int, layers: Int, transformers: Int) {
            self.layers = layers
            inside = channels * side * side * (keptByResnet + keptByTransformer * transformers)
            given = channels * side * side * 4
            largestWeight = channels * (channels + below) * 9
        }
    }
}

extension UNetConfiguration {
    fileprivate var levels: [TrainingMemory.Level] {
        blockChannels.indices.map { level in
            TrainingMemory.Level(
                channels: blockChannels[level], below: blockChannels[min(level + 1, blockChannels.count - 1)], side: max(1, sampleSize >> level),
                layers: layersPerBlock[level] * 2 + 1, transformers: downBlocks[level] == .crossAttention ? transformerLayers[level] : 0)
        }
    }
}
