public import Diffusion
public import NeuralNetworks
import Tensors

/// A training run as a sequence of steps: progress, previews, checkpoints and stopping are the caller's.
public final class TrainingLoop {
    public let settings: TrainingSettings
    /// Where the run stands.
    public private(set) var state: TrainingState
    /// Whether a step broke off between its first and its last new value, so that the values belong to no step.
    public private(set) var isTorn = false
    private let model: StableDiffusion
    private let thing: any Trainable
    private let parameters: [Parameter]
    /// The text model's share of the learning rate; nil where all learn alike.
    private let rateScales: [Double]?
    private var batches: any BatchSource
    private let updatesInBackward: Bool
    private let loss: DenoisingLoss
    private let interruption: HeldInterruption

    /// - Parameters:
    ///   - prior: pictures of what must not be forgotten, with their prompts; nil for none.
    ///   - updatesInBackward: whether weights take their step while gradients are still being computed; nil for where that saves much memory.
    ///   - checkpointing: whether the network keeps only what its blocks are given: less memory, about two fifths more time, the same numbers.
    /// - Throws: `PersonalizationError` for settings that make no sense, or a set without pictures.
    public convenience init(
        _ thing: any Trainable, on images: ImageSet, prior: ImageSet? = nil, model: StableDiffusion, settings: TrainingSettings,
        checkpointing: Bool = false, updatesInBackward: Bool? = nil, interruption: Interruption = .never
    ) throws {
        guard images.count > 0 else { throw PersonalizationError.noPictures(source: "the set", reason: "it is empty") }
        guard !(thing is ControlNet) || images.isControlled else { throw PersonalizationError.noControls }
        let batches = PictureBatches(
            images.prompted(by: thing.prompts(for:)), prior: prior, model: model, settings: settings, interruption: interruption)
        try self.init(
            thing, batches: batches, model: model, settings: settings, checkpointing: checkpointing, updatesInBackward: updatesInBackward,
            interruption: interruption)
    }

    /// - Parameter updatesInBackward: whether weights take their step while gradients are still being computed; nil for where that matters.
    package init(
        _ thing: any Trainable, batches: any BatchSource, model: StableDiffusion, settings: TrainingSettings, checkpointing: Bool = false,
        updatesInBackward: Bool? = nil, interruption: Interruption = .never
    ) throws {
        try settings.validate()
        self.thing = thing
        self.model = model
        self.settings = settings
        self.batches = batches
        self.interruption = HeldInterruption(interruption)
        self.updatesInBackward = settings.needsAllGradients ? false : updatesInBackward ?? settings.updatesInBackward(learning: thing.parameterCount)
        parameters = thing.parameters
        let text = Set(model.textModel.parameters.map(ObjectIdentifier.init))
        rateScales = settings.textLearningRate.map { rate in
            thing.parameters.map { text.contains(ObjectIdentifier($0)) ? rate / settings.learningRate : 1 }
        }
        loss = DenoisingLoss(
            model: model, control: (thing as? ControlNet)?.network, checkpointing: checkpointing, encodesOnce: !thing.changesPrompts,
            interruption: self.interruption.unlessHeld)
        for parameter in parameters { parameter.holdFull() }
        state = TrainingState(values: parameters.map(\.value), seed: settings.seed)
        if settings.ema != nil { state.averages = state.values }
    }

    /// Whether an earlier run's state tells of passes over these pictures.
    public func fits(_ saved: TrainingState) -> Bool { batches.fits(saved.draws) }

    /// Goes on from an earlier run's state.
    ///
    /// - Throws: `NeuralNetworksError.mismatchedOptimizerState` where the state belongs to something else.
    public func resume(from saved: TrainingState) throws {
        let shapes = parameters.map(\.shape)
        guard saved.values.map(\.shape) == shapes, saved.averages.isEmpty || saved.averages.map(\.shape) == shapes else {
            throw NeuralNetworksError.mismatchedOptimizerState(expected: "\(shapes)", found: "\(saved.values.map(\.shape))")
        }
        try saved.optimizer.validate(shapes: shapes)
        state = saved
        if settings.ema != nil, saved.averages.isEmpty { state.averages = saved.values }
        for (parameter, value) in zip(parameters, saved.values) { parameter.update(value) }
    }

    /// Encodes every picture that is always cut alike, so that the first steps are not slower than the others.
    public func prepare(progress: (_ done: Int, _ count: Int) throws -> Void = { _, _ in }) throws { try batches.prepare(progress: progress) }

    /// Takes one step; nil when all have been taken.
    ///
    /// - Throws: `PersonalizationError.diverged`, and what the interruption throws: either leaves the thing and the state as after the last whole step,
    ///   unless ``isTorn`` says otherwise.
    public func next() throws -> TrainingStep? {
        guard state.step < settings.steps else { return nil }
        var draws = state.draws
        let rate = settings.learningRateSchedule.rate(at: state.step, baseRate: settings.learningRate)
        let outcome = updatesInBackward ? try stepInBackward(&draws, rate: rate) : try stepAfterBackward(&draws, rate: rate)
        if thing.didTakeStep() { state.values = parameters.map(\.value) }
        if let ema = settings.ema { state.average(MovingAverage(decay: ema)) }
        state.draws = draws
        state.step += 1
        return TrainingStep(index: state.step, loss: outcome.loss, priorLoss: outcome.priorLoss, learningRate: rate, gradientNorm: outcome.norm)
    }

    /// Does a piece of work with the averages in the place of the values, where averages are taken.
    public func withAverages<Result>(_ work: () throws -> Result) rethrows -> Result {
        guard !state.averages.isEmpty else { return try work() }
        adoptAverages()
        defer { for (parameter, value) in zip(parameters, state.values) { parameter.update(value) } }
        return try work()
    }

    /// Leaves the averages with the thing, where averages are taken: the run's state goes on from the values.
    public func adoptAverages() { for (parameter, average) in zip(parameters, state.averages) { parameter.update(average) } }

    // MARK: - All gradients first

    private typealias Outcome = (loss: Float, priorLoss: Float?, norm: Float)

    private func stepAfterBackward(_ draws: inout TrainingDraws, rate: Double) throws -> Outcome {
        var sum = try accumulate(&draws)
        let (clipping, norm) = settings.clipNorm.map { sum.gradients.clipping(toNorm: Float($0)) } ?? (1, sum.gradients.globalNorm)
        try requireFinite(sum.loss, norm)
        // From here on nothing fails and nothing interrupts: the step is taken whole.
        updating { optimizer in
            optimizer.update(&state.values, gradients: &sum.gradients, learningRate: rate, rateScales: rateScales, gradientScale: clipping) {
                parameters[$0].update($1)
            }
        }
        return (sum.loss, sum.priorLoss, norm)
    }

    /// Loss and gradients of one step, averaged over its forward passes; the thing's values stay.
    private func accumulate(_ draws: inout TrainingDraws) throws -> (loss: Float, priorLoss: Float?, gradients: [Tensor]) {
        var (loss, priorLoss): (Float, Float?) = (0, nil)
        var sums: [Tensor?] = parameters.map { _ in nil }
        let share = 1 / Float(settings.gradientAccumulation)
        for _ in 0..<settings.gradientAccumulation {
            let value = try learning {
                let value = try self.loss(of: batches.next(&draws))
                // Added as they come: no pass has gradients of its own beside their sums.
                try forEachGradient(of: value.loss, to: GradientPlaces(of: parameters.map(\.value)), interruption: interruption.check) { index, gradient in
                    let scaled = share == 1 ? gradient : gradient * share
                    sums[index] = sums[index].map { $0 + scaled } ?? scaled
                }
                return value
            }
            loss += value.loss.item * share
            if let value = value.priorError { priorLoss = (priorLoss ?? 0) + value * share }
        }
        return (loss, priorLoss, zip(sums, parameters).map { $0 ?? Tensor.zeros($1.shape) })
    }

    // MARK: - One weight after the other

    /// Every weight takes its step as soon as its gradient is whole, and the gradient goes: they are never all there. The same bits.
    ///
    /// Once the first weight is new, an interrupt waits for the last.
    private func stepInBackward(_ draws: inout TrainingDraws, rate: Double) throws -> Outcome {
        try learning {
            let value = try self.loss(of: batches.next(&draws))
            try requireFinite(value.loss.item)
            try interruption.check()
            var squares = parameters.map { _ in 0.0 }
            var waiting = Set(parameters.indices)
            try interruption.holding {
                try updating { optimizer in
                    optimizer.begin(shapes: parameters.map(\.shape))
                    func step(_ index: Int, _ gradient: Tensor) {
                        state.values[index] = optimizer.step(
                            state.values[index], gradient: gradient, at: index, learningRate: rate * (rateScales?[index] ?? 1))
                        parameters[index].update(state.values[index])
                        waiting.remove(index)
                    }
                    try forEachGradient(of: value.loss, to: GradientPlaces(of: parameters.map(\.value))) { index, gradient in
                        squares[index] = gradient.squaredNorm
                        guard squares[index].isFinite else { return try tear() }
                        step(index, gradient)
                    }
                    for index in waiting.sorted() { step(index, Tensor.zeros(parameters[index].shape)) }
                }
            }
            return (value.loss.item, value.priorError, Float(squares.reduce(0, +).squareRoot()))
        }
    }

    private func tear() throws {
        isTorn = true
        try requireFinite(.nan)
    }

    // MARK: - Both

    /// Lets the thing's values be differentiated meanwhile.
    private func learning<Result>(_ work: () throws -> Result) rethrows -> Result {
        for parameter in parameters { parameter.isTrainable = true }
        defer { for parameter in parameters { parameter.isTrainable = false } }
        return try work()
    }

    /// Hands the optimizer out with the state's moments, which it may change where they lie, and takes them back.
    private func updating(_ work: (inout AdamW) throws -> Void) rethrows {
        var optimizer = settings.freshOptimizer
        optimizer.take(&state.optimizer)
        defer { state.optimizer = optimizer.state }
        try work(&optimizer)
    }

    private func loss(of batch: TrainingBatch) throws -> DenoisingLoss.Value {
        let factors = settings.lossWeights.factors(timesteps: batch.timesteps, prior: batch.priorCount, schedule: model.noiseSchedule)
        return try loss(batch, factors: factors)
    }

    private func requireFinite(_ numbers: Float...) throws {
        guard numbers.allSatisfy(\.isFinite) else {
            throw PersonalizationError.diverged(step: state.step + 1, remedy: "Try a learning rate below \(settings.learningRate).")
        }
    }
}
