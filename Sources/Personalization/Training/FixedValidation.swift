public import Diffusion
public import NeuralNetworks
import Tensors

/// The loss on noise and timesteps that never change: the curve that shows whether anything is being learnt.
///
/// A step's own loss depends far more on the timesteps drawn than on what has been learnt, so its curve tells a person nothing.
public struct FixedValidation {
    private let prompts: [String]
    private let loss: DenoisingLoss
    private let latents: [Tensor]
    private let timesteps: [Int]
    private let noises: [Tensor]
    private let controls: [Bitmap?]

    /// Draws the fixed examples: the set's pictures in turn, timesteps spread evenly.
    ///
    /// - Parameter count: how many examples the loss is taken over.
    public init(
        _ thing: any Trainable, on images: ImageSet, model: StableDiffusion, count: Int, seed: UInt64 = 1337,
        interruption: Interruption = .never
    ) throws {
        loss = DenoisingLoss(model: model, control: (thing as? ControlNet)?.network, interruption: interruption)
        var generator = TorchGenerator(seed: seed)
        var source = LatentSource(model: model, images: images)
        let sizes = images.sizes(for: model)
        var (latents, noises): ([Tensor], [Tensor]) = ([], [])
        var controls: [Bitmap?] = []
        for index in 0..<count {
            let use = try source.use(of: index % images.count, size: sizes[index % images.count], generator: &generator, interruption: interruption)
            latents.append(use.distribution.mean * model.autoencoder.configuration.scalingFactor)
            controls.append(use.control)
            noises.append(Tensor.randn(use.distribution.mean.shape, generator: &generator))
        }
        self.latents = latents
        self.controls = controls
        self.noises = noises
        let own = images.prompted(by: thing.prompts(for:))
        prompts = (0..<count).map { own.elements[$0 % images.count].image.prompts[0] }
        timesteps = (0..<count).map { (2 * $0 + 1) * model.noiseSchedule.count / (2 * count) }
    }

    /// The mean loss of the thing as it is now.
    public func loss(batchSize: Int) throws -> Float {
        var sum: Float = 0
        for batch in batches(of: max(batchSize, 1)) {
            let value = try loss(
                TrainingBatch(
                    latents: Tensor.concatenated(batch.map { latents[$0] }, axis: 0), noise: Tensor.concatenated(batch.map { noises[$0] }, axis: 0),
                    timesteps: batch.map { timesteps[$0] }, prompts: batch.map { prompts[$0] },
                    controls: Tensor(controls: batch.map { controls[$0] })))
            sum += value.loss.item * Float(batch.count)
        }
        return sum / Float(latents.count)
    }

    /// The examples' places in batches of one size of picture each.
    private func batches(of count: Int) -> [[Int]] {
        let shapes = latents.map(\.shape).reduce(into: [[Int]]()) { if !$0.contains($1) { $0.append($1) } }
        return shapes.flatMap { shape in
            let places = latents.indices.filter { latents[$0].shape == shape }
            return stride(from: 0, to: places.count, by: count).map { Array(places[$0..<min($0 + count, places.count)]) }
        }
    }
}
