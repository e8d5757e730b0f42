public import Diffusion
public import NeuralNetworks
import Tensors

/// A training run as a sequence of steps: progress, previews, checkpoints and stopping are the caller's.
///
/// Source: Ho et al. 2020, algorithm 1, in latent space as diffusers' training scripts do it: the posterior is sampled, then the noise, then the
/// timesteps. With a prior, each batch has as many pictures of the class as of the subject, in one forward pass (Ruiz et al. 2022).
public final class TrainingLoop {
    public let settings: TrainingSettings
    /// Where the run stands.
    public private(set) var state: TrainingState
    private let model: StableDiffusion
    private let thing: any Trainable
    private let parameters: [Parameter]
    /// The text model's share of the learning rate; nil where all learn alike.
    private let rateScales: [Double]?
    private var pictures: PictureSource
    private var prior: PictureSource?
    private let loss: DenoisingLoss
    private let interruption: Interruption

    /// - Parameters:
    ///   - prior: pictures of what must not be forgotten, with their prompts; nil for none.
    ///   - checkpointing: whether the network keeps only what its blocks are given: less memory, about two fifths more time, the same numbers.
    /// - Throws: `PersonalizationError` for settings that make no sense, or a set without pictures.
    public init(
        _ thing: any Trainable, on images: ImageSet, prior: ImageSet? = nil, model: StableDiffusion, settings: TrainingSettings,
        checkpointing: Bool = false, interruption: Interruption = .never
    ) throws {
        try settings.validate()
        guard images.count > 0 else { throw PersonalizationError.noPictures(source: "the set", reason: "it is empty") }
        self.thing = thing
        self.model = model
        self.settings = settings
        self.interruption = interruption
        parameters = thing.parameters
        let text = Set(model.textModel.parameters.map(ObjectIdentifier.init))
        rateScales = settings.textLearningRate.map { rate in
            thing.parameters.map { text.contains(ObjectIdentifier($0)) ? rate / settings.learningRate : 1 }
        }
        pictures = PictureSource(images.prompted(by: thing.prompts(for:)), model: model)
        self.prior = prior.flatMap { $0.count > 0 ? PictureSource($0, model: model) : nil }
        loss = DenoisingLoss(model: model, checkpointing: checkpointing, encodesOnce: !thing.changesPrompts, interruption: interruption)
        state = TrainingState(values: parameters.map(\.value), seed: settings.seed)
    }

    /// Goes on from an earlier run's state.
    ///
    /// - Throws: `NeuralNetworksError.mismatchedOptimizerState` where the state belongs to something else.
    public func resume(from saved: TrainingState) throws {
        let shapes = parameters.map(\.value.shape)
        guard saved.values.map(\.shape) == shapes else {
            throw NeuralNetworksError.mismatchedOptimizerState(expected: "\(shapes)", found: "\(saved.values.map(\.shape))")
        }
        try saved.optimizer.validate(shapes: shapes)
        state = saved
        for (parameter, value) in zip(parameters, saved.values) { parameter.update(value) }
    }

    /// Encodes every picture that is always cut alike, so that the first steps are not slower than the others.
    public func prepare(progress: (_ done: Int, _ count: Int) throws -> Void = { _, _ in }) throws {
        let (own, all) = (pictures.images.count, pictures.images.count + (prior?.images.count ?? 0))
        try pictures.prepare(interruption: interruption) { done, _ in try progress(done, all) }
        try prior?.prepare(interruption: interruption) { done, _ in try progress(own + done, all) }
    }

    /// Takes one step; nil when all have been taken.
    ///
    /// - Throws: `PersonalizationError.diverged`, and what the interruption throws: either leaves the thing and the state as after the last whole step.
    public func next() throws -> TrainingStep? {
        guard state.step < settings.steps else { return nil }
        var draws = state.draws
        var sum = try accumulate(&draws)
        let (clipping, norm) = settings.clipNorm.map { sum.gradients.clipping(toNorm: Float($0)) } ?? (1, sum.gradients.globalNorm)
        guard sum.loss.isFinite, norm.isFinite else {
            throw PersonalizationError.diverged(step: state.step + 1, remedy: "Try a learning rate below \(settings.learningRate).")
        }
        // From here on nothing fails and nothing interrupts: the step is taken whole.
        let rate = settings.learningRateSchedule.rate(at: state.step, baseRate: settings.learningRate)
        update(&sum.gradients, rate: rate, scale: clipping)
        state.draws = draws
        state.step += 1
        return TrainingStep(index: state.step, loss: sum.loss, priorLoss: sum.priorLoss, learningRate: rate, gradientNorm: norm)
    }

    /// Puts new values in the place of the old ones, one parameter after the other: the network's weights are never all there twice.
    private func update(_ gradients: inout [Tensor], rate: Double, scale: Float) {
        var optimizer = settings.freshOptimizer
        optimizer.take(&state.optimizer)
        optimizer.update(&state.values, gradients: &gradients, learningRate: rate, rateScales: rateScales, gradientScale: scale) { parameters[$0].update($1) }
        state.optimizer = optimizer.state
        if thing.didTakeStep() { state.values = parameters.map(\.value) }
    }

    /// Loss and gradients of one step, averaged over its forward passes; the thing's values stay.
    private func accumulate(_ draws: inout TrainingDraws) throws -> (loss: Float, priorLoss: Float?, gradients: [Tensor]) {
        var (loss, priorLoss): (Float, Float?) = (0, nil)
        var sums: [Tensor] = []
        let share = 1 / Float(settings.gradientAccumulation)
        for _ in 0..<settings.gradientAccumulation {
            let part = try lossAndGradients(draw(&draws), draws: &draws)
            loss += part.loss * share
            if let value = part.priorLoss { priorLoss = (priorLoss ?? 0) + value * share }
            let scaled = share == 1 ? part.gradients : part.gradients.map { $0 * share }
            sums = sums.isEmpty ? scaled : zip(sums, scaled).map { $0 + $1 }
        }
        return (loss, priorLoss, sums)
    }

    private func draw(_ draws: inout TrainingDraws) throws -> TrainingBatch {
        var examples: [TrainingExample] = []
        for _ in 0..<settings.batchSize {
            examples.append(try pictures.next(&draws.pictures, generator: &draws.generator, interruption: interruption))
        }
        guard prior != nil else { return TrainingBatch(examples: examples, priorCount: 0) }
        for _ in 0..<settings.batchSize {
            if let example = try prior?.next(&draws.prior, generator: &draws.generator, interruption: interruption) { examples.append(example) }
        }
        return TrainingBatch(examples: examples, priorCount: settings.batchSize)
    }

    private func lossAndGradients(
        _ batch: TrainingBatch, draws: inout TrainingDraws
    ) throws -> (loss: Float, priorLoss: Float?, gradients: [Tensor]) {
        let clean = Tensor.concatenated(batch.examples.map(\.latents), axis: 0)
        let noise = noise(of: clean.shape, generator: &draws.generator)
        let timesteps = draws.generator.randint(low: 0, high: model.noiseSchedule.count, batch.examples.count)
        let factors = settings.lossWeights.factors(timesteps: timesteps, prior: batch.priorCount, schedule: model.noiseSchedule)
        for parameter in parameters { parameter.isTrainable = true }
        defer { for parameter in parameters { parameter.isTrainable = false } }
        let value = try loss(clean: clean, noise: noise, timesteps: timesteps, prompts: batch.examples.map(\.prompt), factors: factors)
        let found = try gradients(of: value.loss, interruption: interruption.check)
        let priorErrors = value.errors.suffix(batch.priorCount)
        let priorLoss = priorErrors.isEmpty ? nil : priorErrors.reduce(0, +) / Float(priorErrors.count)
        return (value.loss.item, priorLoss, parameters.map { found[$0.value] ?? Tensor.zeros($0.value.shape) })
    }

    /// Source of the offset: N. Guttenberg 2023, "Diffusion with Offset Noise".
    private func noise(of shape: [Int], generator: inout TorchGenerator) -> Tensor {
        let noise = Tensor.randn(shape, generator: &generator)
        guard let offset = settings.noiseOffset, offset > 0 else { return noise }
        return noise + Tensor.randn([shape[0], shape[1], 1, 1], generator: &generator) * Float(offset)
    }
}
