import Diffusion
import NeuralNetworks
import Tensors

/// Deals a set's pictures as training examples: in shuffled passes, each with one of its prompts and a new sample of its latents.
struct PictureSource {
    let images: ImageSet
    let buckets: PictureBuckets
    private let model: StableDiffusion
    private let emptyPrompts: Double
    private var latents: LatentSource

    /// - Parameter emptyPrompts: the share of uses in which a picture stands without words.
    init(_ images: ImageSet, model: StableDiffusion, emptyPrompts: Double = 0) {
        self.images = images
        self.model = model
        self.emptyPrompts = emptyPrompts
        buckets = PictureBuckets(images, model: model)
        latents = LatentSource(model: model, images: images)
    }

    /// The bucket of a size that shows everything that the set shows: each of its prompts is one of a picture there. Nil where some are missing.
    func bucketOfAll(size: PictureSize) -> Int? {
        guard let bucket = buckets.sizes.firstIndex(of: size) else { return nil }
        let prompts = Set(images.elements.map(\.image.prompts))
        return Set(buckets.places[bucket].map { images.elements[$0].image.prompts }) == prompts ? bucket : nil
    }

    /// Draws from the generator: the picture's place where a pass begins, its prompt, whether it goes without, its cut, its latents' noise.
    ///
    /// - Parameters:
    ///   - bucket: whose pictures are dealt; nil for all.
    ///   - size: what the picture is cut to.
    mutating func next(
        in bucket: Int?, size: PictureSize, _ draws: inout PictureDraws, generator: inout TorchGenerator, interruption: Interruption
    ) throws -> TrainingExample {
        let index = buckets.place(in: bucket, &draws, generator: &generator)
        let prompts = images.elements[index].image.prompts
        let prompt = prompts[generator.randint(low: 0, high: prompts.count, 1)[0]]
        let isSilent = emptyPrompts > 0 && Double(generator.rand(1)[0]) < emptyPrompts
        let use = try latents.use(of: index, size: size, generator: &generator, interruption: interruption)
        let noise = Tensor.randn(use.distribution.mean.shape, generator: &generator)
        return TrainingExample(
            latents: use.distribution.sample(noise: noise) * model.autoencoder.configuration.scalingFactor, prompt: isSilent ? "" : prompt,
            control: use.control)
    }

    /// Encodes every picture that is always cut alike, so that the first steps are not slower than the others.
    mutating func prepare(interruption: Interruption, progress: (_ done: Int, _ count: Int) throws -> Void) throws {
        var scratch = TorchGenerator(seed: 0)
        for (index, size) in images.sizes(for: model).enumerated() {
            if !images.elements[index].isCutAtRandom { _ = try latents.use(of: index, size: size, generator: &scratch, interruption: interruption) }
            try progress(index + 1, images.count)
        }
    }
}
