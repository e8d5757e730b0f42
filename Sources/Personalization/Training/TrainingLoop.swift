public import Diffusion
public import NeuralNetworks
import Tensors

/// A training run as a sequence of steps: progress, previews, checkpoints and stopping are the caller's.
///
/// Source: Ho et al. 2020, algorithm 1, in latent space as diffusers' training scripts do it: the posterior is sampled, then the noise, then the timesteps.
public final class TrainingLoop {
    public let settings: TrainingSettings
    /// Where the run stands; set by whoever resumes it.
    public private(set) var state: TrainingState
    private let model: StableDiffusion
    private let thing: any Trainable
    private let images: ImageSet
    private var latents: LatentSource
    private let checkpointing: Bool
    private let interruption: Interruption

    /// - Parameter checkpointing: whether the network keeps only what its blocks are given: less memory, about two fifths more time, the same numbers.
    /// - Throws: `PersonalizationError` for settings that make no sense, or a set without pictures.
    public init(
        _ thing: any Trainable, on images: ImageSet, model: StableDiffusion, settings: TrainingSettings, checkpointing: Bool = false,
        interruption: Interruption = .never
    ) throws {
        try settings.validate()
        guard images.count > 0 else { throw PersonalizationError.noPictures(source: "the set", reason: "it is empty") }
        self.thing = thing
        self.images = images
        self.model = model
        self.settings = settings
        self.checkpointing = checkpointing
        self.interruption = interruption
        latents = LatentSource(model: model, images: images)
        state = TrainingState(values: thing.parameters.map(\.value), seed: settings.seed)
    }

    /// Goes on from an earlier run's state.
    ///
    /// - Throws: `NeuralNetworksError.mismatchedOptimizerState` where the state belongs to something else.
    public func resume(from saved: TrainingState) throws {
        var optimizer = AdamW(epsilon: settings.epsilon, weightDecay: settings.weightDecay)
        let shapes = thing.parameters.map(\.value.shape)
        guard saved.values.map(\.shape) == shapes else {
            throw NeuralNetworksError.mismatchedOptimizerState(expected: "\(shapes)", found: "\(saved.values.map(\.shape))")
        }
        if saved.step > 0 { try optimizer.resume(from: saved.optimizer, shapes: shapes) }
        state = saved
        for (parameter, value) in zip(thing.parameters, saved.values) { parameter.update(value) }
    }

    /// Encodes every picture that is always cut alike, so that the first steps are not slower than the others.
    public func prepare(progress: (_ done: Int, _ count: Int) throws -> Void = { _, _ in }) throws {
        var scratch = TorchGenerator(seed: 0)
        for index in 0..<images.count {
            if !images.elements[index].isCutAtRandom {
                _ = try latents.distribution(of: index, generator: &scratch, interruption: interruption)
            }
            try progress(index + 1, images.count)
        }
    }

    /// Takes one step; nil when all have been taken.
    ///
    /// - Throws: `PersonalizationError.diverged`, and what the interruption throws: either leaves the thing and the state as after the last whole step.
    public func next() throws -> TrainingStep? {
        guard state.step < settings.steps else { return nil }
        var next = state
        let (loss, gradients) = try accumulate(&next)
        let (clipping, norm) = settings.clipNorm.map { gradients.clipping(toNorm: Float($0)) } ?? (1, gradients.globalNorm)
        guard loss.isFinite, norm.isFinite else {
            throw PersonalizationError.diverged(step: state.step + 1, remedy: "Try a learning rate below \(settings.learningRate).")
        }
        let rate = settings.learningRateSchedule.rate(at: state.step, baseRate: settings.learningRate)
        var optimizer = AdamW(epsilon: settings.epsilon, weightDecay: settings.weightDecay)
        if state.step > 0 { try optimizer.resume(from: state.optimizer, shapes: state.values.map(\.shape)) }
        next.values = optimizer.updated(
            zip(state.values, gradients).map { (value: $0, gradient: $1) }, learningRate: rate, gradientScale: clipping)
        next.optimizer = optimizer.state
        next.step += 1
        for (parameter, value) in zip(thing.parameters, next.values) { parameter.update(value) }
        state = next
        return TrainingStep(index: state.step, loss: loss, learningRate: rate, gradientNorm: norm)
    }

    /// Loss and gradients of one step, averaged over its forward passes; the thing's values stay.
    private func accumulate(_ state: inout TrainingState) throws -> (loss: Float, gradients: [Tensor]) {
        var loss: Float = 0
        var sums: [Tensor] = []
        let share = 1 / Float(settings.gradientAccumulation)
        for _ in 0..<settings.gradientAccumulation {
            let examples = try (0..<settings.batchSize).map { _ in try drawExample(&state) }
            let (value, gradients) = try lossAndGradients(examples, generator: &state.generator)
            loss += value * share
            let scaled = share == 1 ? gradients : gradients.map { $0 * share }
            sums = sums.isEmpty ? scaled : zip(sums, scaled).map { $0 + $1 }
        }
        return (loss, sums)
    }

    private func drawExample(_ state: inout TrainingState) throws -> TrainingExample {
        if state.used == state.order.count {
            state.order = state.generator.randperm(images.count)
            state.used = 0
        }
        let index = state.order[state.used]
        state.used += 1
        let prompts = images.elements[index].image.prompts
        let prompt = prompts[state.generator.randint(low: 0, high: prompts.count, 1)[0]]
        let distribution = try latents.distribution(of: index, generator: &state.generator, interruption: interruption)
        let noise = Tensor.randn(distribution.mean.shape, generator: &state.generator)
        return TrainingExample(
            latents: distribution.sample(noise: noise) * model.autoencoder.configuration.scalingFactor, prompt: thing.prompt(prompt))
    }

    private func lossAndGradients(
        _ examples: [TrainingExample], generator: inout TorchGenerator
    ) throws -> (loss: Float, gradients: [Tensor]) {
        let clean = Tensor.concatenated(examples.map(\.latents), axis: 0)
        let noise = Tensor.randn(clean.shape, generator: &generator)
        let timesteps = generator.randint(low: 0, high: model.noiseSchedule.count, examples.count)
        for parameter in thing.parameters { parameter.isTrainable = true }
        defer { for parameter in thing.parameters { parameter.isTrainable = false } }
        let loss = try DenoisingLoss(model: model, checkpointing: checkpointing, interruption: interruption)(
            clean: clean, noise: noise, timesteps: timesteps, prompts: examples.map(\.prompt))
        let found = try gradients(of: loss, interruption: interruption.check)
        return (loss.item, thing.parameters.map { found[$0.value] ?? Tensor.zeros($0.value.shape) })
    }
}
