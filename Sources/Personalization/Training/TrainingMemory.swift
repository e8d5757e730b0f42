public import Diffusion

/// An estimate of the memory that training through the frozen network takes beyond the weights: what every layer keeps for its gradient.
public struct TrainingMemory {
    private let model: StableDiffusion
    private let batchSize: Int

    public init(_ model: StableDiffusion, batchSize: Int) {
        self.model = model
        self.batchSize = batchSize
    }

    /// Tensors of a level's size that a residual block and a transformer block keep: inputs of norms, convolutions, products and activations.
    private static let keptByResnet = 7
    private static let keptByTransformer = 30

    public var bytes: Int {
        let configuration = model.unet.configuration
        let side = configuration.sampleSize
        let levels = configuration.blockChannels.enumerated().map { level, channels -> Int in
            let values = channels * max(1, (side >> level) * (side >> level))
            let layers = configuration.layersPerBlock[level] * 2 + 1
            let attends = configuration.downBlocks[level] == .crossAttention
            let transformers = attends ? configuration.transformerLayers[level] : 0
            return values * layers * (Self.keptByResnet + Self.keptByTransformer * transformers)
        }
        return levels.reduce(0, +) * batchSize * MemoryLayout<Float>.size
    }
}
