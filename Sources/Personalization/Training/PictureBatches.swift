package import Diffusion
package import NeuralNetworks
import Tensors

/// One picture as a training step uses it.
struct TrainingExample {
    /// Shapes: [1, channels, height, width], scaled.
    let latents: Tensor
    let prompt: String
    /// What guides to the picture; nil where nothing does.
    let control: Bitmap?
}

/// Batches of a set's pictures and, with a prior, as many of the class: all of a batch are of one size.
///
/// Source: Ho et al. 2020, algorithm 1, in latent space as diffusers' training scripts do it: the posterior is sampled, then the noise, then the
/// timesteps.
package struct PictureBatches: BatchSource {
    private var pictures: PictureSource
    private var prior: PictureSource?
    private let model: StableDiffusion
    private let size: Int
    private let noiseOffset: Float
    private let interruption: Interruption

    package init(_ images: ImageSet, prior: ImageSet?, model: StableDiffusion, settings: TrainingSettings, interruption: Interruption) {
        pictures = PictureSource(images, model: model, emptyPrompts: settings.emptyPrompts ?? 0)
        self.prior = prior.flatMap { $0.count > 0 ? PictureSource($0, model: model) : nil }
        self.model = model
        size = settings.batchSize
        noiseOffset = Float(settings.noiseOffset ?? 0)
        self.interruption = interruption
    }

    package mutating func next(_ draws: inout TrainingDraws) throws -> TrainingBatch {
        let bucket = pictures.buckets.next(&draws.pictures, generator: &draws.generator)
        let shape = pictures.buckets.sizes[bucket]
        var examples: [TrainingExample] = []
        for _ in 0..<size {
            examples.append(try pictures.next(in: bucket, size: shape, &draws.pictures, generator: &draws.generator, interruption: interruption))
        }
        let own = examples.count
        let priorBucket = prior?.bucketOfAll(size: shape)
        for _ in 0..<size {
            guard
                let example = try prior?.next(in: priorBucket, size: shape, &draws.prior, generator: &draws.generator, interruption: interruption)
            else { break }
            examples.append(example)
        }
        let latents = Tensor.concatenated(examples.map(\.latents), axis: 0)
        let noise = noise(of: latents.shape, generator: &draws.generator)
        let timesteps = draws.generator.randint(low: 0, high: model.noiseSchedule.count, examples.count)
        return TrainingBatch(
            latents: latents, noise: noise, timesteps: timesteps, prompts: examples.map(\.prompt), priorCount: examples.count - own,
            controls: Tensor(controls: examples.map(\.control)))
    }

    package func fits(_ draws: TrainingDraws) -> Bool {
        pictures.buckets.fit(draws.pictures) && (prior?.buckets.fit(draws.prior) ?? (draws.prior == PictureDraws()))
    }

    package mutating func prepare(progress: (_ done: Int, _ count: Int) throws -> Void) throws {
        let (own, all) = (pictures.images.count, pictures.images.count + (prior?.images.count ?? 0))
        try pictures.prepare(interruption: interruption) { done, _ in try progress(done, all) }
        try prior?.prepare(interruption: interruption) { done, _ in try progress(own + done, all) }
    }

    /// Source of the offset: N. Guttenberg 2023, "Diffusion with Offset Noise".
    private func noise(of shape: [Int], generator: inout TorchGenerator) -> Tensor {
        let noise = Tensor.randn(shape, generator: &generator)
        guard noiseOffset > 0 else { return noise }
        return noise + Tensor.randn([shape[0], shape[1], 1, 1], generator: &generator) * noiseOffset
    }
}
