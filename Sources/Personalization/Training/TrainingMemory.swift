public import Diffusion

/// An estimate of the memory that training through the frozen network takes beyond the weights: what every layer keeps for its gradient.
public struct TrainingMemory {
    private let model: StableDiffusion
    private let batchSize: Int
    /// Whether the network keeps only what its blocks are given.
    public let checkpointing: Bool

    public init(_ model: StableDiffusion, batchSize: Int, checkpointing: GradientCheckpointing = .off, free: Int = .max) {
        self.model = model
        self.batchSize = batchSize
        let whole = Self.bytes(model, batchSize, checkpointing: false)
        self.checkpointing = checkpointing.decided(memory: whole, free: free)
        bytes = Self.bytes(model, batchSize, checkpointing: self.checkpointing)
    }

    /// Tensors of a level's size that a residual block and a transformer block keep: inputs of norms, convolutions, products and activations.
    private static let keptByResnet = 7
    private static let keptByTransformer = 30

    public let bytes: Int

    private static func bytes(_ model: StableDiffusion, _ batchSize: Int, checkpointing: Bool) -> Int {
        let configuration = model.unet.configuration
        let side = configuration.sampleSize
        let levels = configuration.blockChannels.enumerated().map { level, channels -> (kept: Int, once: Int) in
            let values = channels * max(1, (side >> level) * (side >> level))
            let layers = configuration.layersPerBlock[level] * 2 + 1
            let attends = configuration.downBlocks[level] == .crossAttention
            let transformers = attends ? configuration.transformerLayers[level] : 0
            let inside = values * (keptByResnet + keptByTransformer * transformers)
            // A residual block and an attention keep one tensor each for themselves, and the way up what the way down left.
            return checkpointing ? (values * layers * 3, inside) : (inside * layers, 0)
        }
        // One block at a time is computed again.
        let values = levels.map(\.kept).reduce(0, +) + (levels.map(\.once).max() ?? 0)
        return values * batchSize * MemoryLayout<Float>.size
    }
}
