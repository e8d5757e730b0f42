public import NeuralNetworks
public import Personalization

/// Pictures of a class, as `train` takes them: a number that the model draws, or a person's own.
public protocol PriorImages {
    var prior: TrainingArguments.Prior { get }
}

extension Int: PriorImages {
    public var prior: TrainingArguments.Prior { .count(self) }
}

extension ImageSet: PriorImages {
    public var prior: TrainingArguments.Prior { .pictures(self) }
}

/// What a run goes on from, as `train` takes it: an earlier run, or its folder.
public protocol RunSource {
    var resumption: TrainingArguments.Resumption { get }
}

extension TrainingRun: RunSource {
    public var resumption: TrainingArguments.Resumption { .run(self) }
}

extension String: RunSource {
    public var resumption: TrainingArguments.Resumption { .folder(self) }
}

extension Model {
    /// Teaches a thing from pictures; the arguments are those of cells.
    @discardableResult
    public func train(
        _ thing: any Trainable, on pictures: ImageSet, steps: Int? = nil, epochs: Int? = nil, batchSize: Int? = nil, learningRate: Double? = nil,
        schedule: LearningRateSchedule.Shape? = nil, cycles: Int? = nil, power: Double? = nil, warmup: Int? = nil, gradientAccumulation: Int? = nil,
        optimizer: TrainingSettings.Optimizer? = nil, weightDecay: Double? = nil, epsilon: Double? = nil, clipNorm: Double? = nil,
        checkpointing: GradientCheckpointing = .auto, preset: TrainingArguments.Preset? = nil, seed: Int? = nil,
        priorImages: (any PriorImages)? = nil, priorWeight: Double? = nil, trainTextEncoder: Bool? = nil, trainIdentifier: Bool? = nil,
        textLearningRate: Double? = nil,
        snrGamma: Double? = nil, noiseOffset: Double? = nil, ema: Double? = nil, emptyPrompts: Double? = nil, with adapters: AdapterList = [],
        snapshots: [Int] = [],
        preview: any TextList = [String](), previewEvery: Int = 50, previewCount: Int = 3, previewSeed: Int = 1337, previewSteps: Int = 25,
        validateEvery: Int = 50, checkpointEvery: Int = 100, resume: (any RunSource)? = nil, like: TrainingRun? = nil,
        onStep: ((TrainingStep) throws -> Bool)? = nil
    ) throws -> TrainingRun {
        var arguments = TrainingArguments()
        (arguments.steps, arguments.epochs, arguments.batchSize, arguments.learningRate) = (steps, epochs, batchSize, learningRate)
        (arguments.schedule, arguments.cycles, arguments.power) = (schedule, cycles, power)
        (arguments.warmup, arguments.gradientAccumulation) = (warmup, gradientAccumulation)
        (arguments.optimizer, arguments.weightDecay, arguments.epsilon, arguments.clipNorm) = (optimizer, weightDecay, epsilon, clipNorm)
        (arguments.checkpointing, arguments.preset, arguments.seed) = (checkpointing, preset, try seed.map { try Self.seed($0) })
        (arguments.prior, arguments.priorWeight, arguments.trainsTextEncoder) = (priorImages?.prior, priorWeight, trainTextEncoder)
        arguments.trainsIdentifier = trainIdentifier
        (arguments.textLearningRate, arguments.snrGamma, arguments.noiseOffset, arguments.ema) = (textLearningRate, snrGamma, noiseOffset, ema)
        arguments.emptyPrompts = emptyPrompts
        (arguments.adapters, arguments.snapshots, arguments.preview) = (adapters.uses, snapshots, preview.texts)
        (arguments.previewEvery, arguments.previewCount, arguments.previewSteps) = (previewEvery, previewCount, previewSteps)
        (arguments.previewSeed, arguments.validateEvery, arguments.checkpointEvery) = (try Self.seed(previewSeed), validateEvery, checkpointEvery)
        (arguments.resume, arguments.like, arguments.onStep) = (resume?.resumption, like, onStep)
        return try train(thing, on: pictures, arguments)
    }
}

/// Teaches several subjects in one run, with the current model.
@discardableResult
public func train(
    _ subjects: [Subject], on sets: [ImageSet], steps: Int? = nil, batchSize: Int? = nil, learningRate: Double? = nil,
    priorImages: (any PriorImages)? = nil, trainTextEncoder: Bool? = nil, validateEvery: Int = 50, seed: Int? = nil
) throws -> TrainingRun {
    let group = try SubjectGroup(subjects)
    return try train(
        group, on: group.pictures(sets), steps: steps, batchSize: batchSize, learningRate: learningRate, seed: seed, priorImages: priorImages,
        trainTextEncoder: trainTextEncoder, validateEvery: validateEvery)
}

/// Teaches a thing from pictures, with the current model; the arguments are those of cells.
@discardableResult
public func train(
    _ thing: any Trainable, on pictures: ImageSet, steps: Int? = nil, epochs: Int? = nil, batchSize: Int? = nil, learningRate: Double? = nil,
    schedule: LearningRateSchedule.Shape? = nil, cycles: Int? = nil, power: Double? = nil, warmup: Int? = nil, gradientAccumulation: Int? = nil,
    optimizer: TrainingSettings.Optimizer? = nil,
    weightDecay: Double? = nil, epsilon: Double? = nil, clipNorm: Double? = nil, checkpointing: GradientCheckpointing = .auto,
    preset: TrainingArguments.Preset? = nil, seed: Int? = nil, priorImages: (any PriorImages)? = nil, priorWeight: Double? = nil,
    trainTextEncoder: Bool? = nil, trainIdentifier: Bool? = nil, textLearningRate: Double? = nil, snrGamma: Double? = nil, noiseOffset: Double? = nil,
    ema: Double? = nil, emptyPrompts: Double? = nil,
    with adapters: AdapterList = [], snapshots: [Int] = [], preview: any TextList = [String](), previewEvery: Int = 50, previewCount: Int = 3,
    previewSeed: Int = 1337, previewSteps: Int = 25, validateEvery: Int = 50, checkpointEvery: Int = 100, resume: (any RunSource)? = nil,
    like: TrainingRun? = nil, onStep: ((TrainingStep) throws -> Bool)? = nil
) throws -> TrainingRun {
    try EaselSession.shared.model().train(
        thing, on: pictures, steps: steps, epochs: epochs, batchSize: batchSize, learningRate: learningRate, schedule: schedule, cycles: cycles, power: power,
        warmup: warmup,
        gradientAccumulation: gradientAccumulation, optimizer: optimizer, weightDecay: weightDecay, epsilon: epsilon, clipNorm: clipNorm,
        checkpointing: checkpointing, preset: preset, seed: seed, priorImages: priorImages, priorWeight: priorWeight, trainTextEncoder: trainTextEncoder,
        trainIdentifier: trainIdentifier, textLearningRate: textLearningRate, snrGamma: snrGamma, noiseOffset: noiseOffset, ema: ema,
        emptyPrompts: emptyPrompts, with: adapters,
        snapshots: snapshots, preview: preview,
        previewEvery: previewEvery, previewCount: previewCount, previewSeed: previewSeed, previewSteps: previewSteps, validateEvery: validateEvery,
        checkpointEvery: checkpointEvery, resume: resume, like: like, onStep: onStep)
}
