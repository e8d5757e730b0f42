public import NeuralNetworks
public import Personalization

/// The arguments of `train`; those that are nil take the preset's value, then the checkpoint's recommendation, then the method's default.
public struct TrainingArguments {
    public var steps: Int?
    /// Passes over the pictures; an alternative to steps.
    public var epochs: Int?
    public var batchSize: Int?
    public var learningRate: Double?
    public var schedule: LearningRateSchedule.Shape?
    public var warmup: Int?
    public var gradientAccumulation: Int?
    public var weightDecay: Double?
    public var epsilon: Double?
    public var clipNorm: Double?
    /// What turns gradients into steps.
    public var optimizer: TrainingSettings.Optimizer?
    /// What keeps a class as it is while one of it is learnt; nil for the method's: 200 pictures for DreamBooth, none for others.
    public var prior: Prior?
    /// What pictures of the class count beside those of the subject.
    public var priorWeight: Double?
    /// Whether the text model learns too, for methods that teach the model's own weights.
    public var trainsTextEncoder: Bool?
    /// Whether a subject's identifier learns where the text model does not.
    public var trainsIdentifier: Bool?
    /// The text model's own learning rate, or the identifier's, where they learn.
    public var textLearningRate: Double?
    /// Weighs timesteps by their signal-to-noise ratio, at most this.
    public var snrGamma: Double?
    public var noiseOffset: Double?
    /// How much of the average of what was learnt each step keeps; the average is what is drawn, shown and saved.
    public var ema: Double?
    /// The share of uses in which a control net's picture stands without words; nil for half, as the paper has it.
    public var emptyPrompts: Double?
    /// Steps that can be gone back to and are shown beside each other at the end.
    public var snapshots: [Int] = []
    /// Whether what gradients need is kept or computed a second time; it changes time and memory, no number.
    public var checkpointing = GradientCheckpointing.auto
    public var preset: Preset?
    public var seed: UInt64?
    /// Prompts of the pictures that are drawn while training.
    public var preview: [String] = []
    public var previewEvery = 50
    /// Pictures a prompt.
    public var previewCount = 3
    public var previewSeed: UInt64 = 1337
    public var previewSteps = 25
    /// How often the loss on fixed noise is taken; 0 for never.
    public var validateEvery = 50
    public var checkpointEvery = 100
    /// Where steps are slow a checkpoint is also written when this much time has passed: more than that is never lost with a process.
    public var checkpointInterval = Duration.seconds(300)
    public var resume: Resumption?
    /// Adapters that are in use meanwhile, and stay as they are.
    public var adapters: [AdapterUse] = []
    /// Another run's settings, where nothing else is said.
    public var like: TrainingRun?
    /// Called after every step; the run ends when it returns false.
    public var onStep: ((TrainingStep) throws -> Bool)?

    /// Whether weights take their step while gradients are still being computed; nil for where that saves much memory.
    package var updatesInBackward: Bool?

    public init() {}

    /// Pictures of a class.
    public enum Prior {
        /// As many, drawn by the model before it learns.
        case count(Int)
        /// A person's own; what is missing to 200 is drawn.
        case pictures(ImageSet)

        static let standardCount = 200
    }

    /// What a run goes on from.
    public enum Resumption {
        case run(TrainingRun)
        /// A run's folder, or one of its checkpoints.
        case folder(String)
    }

    /// The settings for a thing, a number of pictures and a model.
    func settings(for thing: any Trainable, pictures: Int, model: Model) throws -> TrainingSettings {
        let earlier = like?.settings
        let recommended = model.recommendation(for: thing)
        let trainsText = try textChoice(for: thing, earlier: earlier, recommended: recommended.trainsTextEncoder)
        let said = preset?.values(pictures: pictures) ?? Preset.Values()
        let batch = batchSize ?? said.batchSize ?? earlier?.batchSize ?? recommended.batchSize ?? model.standardBatchSize
        let accumulation = gradientAccumulation ?? earlier?.gradientAccumulation ?? 1
        let standardRate = recommended.learningRate ?? thing.method.standardLearningRate(batch: batch * accumulation, trainsTextEncoder: trainsText ?? false)
        let count =
            try stepCount(pictures: pictures, batch: batch * accumulation)
            ?? said.steps ?? earlier?.steps ?? recommended.steps ?? 500
        var settings = TrainingSettings(
            steps: count, batchSize: batch,
            learningRate: learningRate ?? said.rate(beside: recommended.learningRate) ?? earlier?.learningRate ?? standardRate,
            schedule: schedule ?? said.schedule ?? earlier?.schedule ?? recommended.schedule ?? .constant, warmup: warmup ?? earlier?.warmup ?? 0,
            gradientAccumulation: accumulation, weightDecay: weightDecay ?? said.weightDecay ?? earlier?.weightDecay ?? 0.01,
            epsilon: epsilon ?? earlier?.epsilon ?? 1e-8, clipNorm: clipNorm ?? said.clipNorm ?? earlier?.clipNorm,
            seed: seed ?? earlier?.seed ?? 0)
        settings.trainsTextEncoder = trainsText
        settings.trainsIdentifier = try identifierChoice(for: thing, trainsText: trainsText, earlier: earlier, recommended: recommended.trainsIdentifier)
        if trainsText == true {
            settings.textLearningRate = textLearningRate ?? earlier?.textLearningRate ?? (learningRate == nil ? recommended.textLearningRate : nil)
        } else if settings.trainsIdentifier == true {
            let standard = recommended.textLearningRate ?? TrainingMethod.textualInversion.standardLearningRate(batch: batch * accumulation)
            settings.textLearningRate = textLearningRate ?? earlier?.textLearningRate ?? standard
        }
        settings.optimizer = optimizer ?? earlier?.optimizer
        settings.snrGamma = snrGamma ?? earlier?.snrGamma
        settings.noiseOffset = noiseOffset ?? earlier?.noiseOffset
        settings.ema = ema ?? earlier?.ema
        settings.emptyPrompts = try emptyShare(for: thing, earlier: earlier)
        settings.priorImages = priorCount(for: thing, earlier: earlier)
        if settings.priorImages != nil { settings.priorWeight = priorWeight ?? earlier?.priorWeight ?? 1 }
        return settings
    }

    /// How many pictures of the class there shall be; nil for none.
    private func priorCount(for thing: any Trainable, earlier: TrainingSettings?) -> Int? {
        let count: Int? =
            switch prior {
            case .count(let count): count
            case .pictures(let set): max(set.count, Prior.standardCount)
            case nil: earlier?.priorImages ?? (thing.method == .dreamBooth ? Prior.standardCount : nil)
            }
        return count == 0 ? nil : count
    }

    private func textChoice(for thing: any Trainable, earlier: TrainingSettings?, recommended: Bool?) throws -> Bool? {
        if trainsTextEncoder == true, !(thing is any WeightTrainable) {
            throw EaselError.invalidArgument(
                name: "trainTextEncoder", expected: "left out for \(thing.method.name): it says itself what is learnt", found: "true")
        }
        return thing is any WeightTrainable ? trainsTextEncoder ?? earlier?.trainsTextEncoder ?? recommended ?? false : nil
    }

    /// Whether an identifier learns by itself; nil where there is none, or the whole text model learns.
    private func identifierChoice(for thing: any Trainable, trainsText: Bool?, earlier: TrainingSettings?, recommended: Bool?) throws -> Bool? {
        guard thing is any IdentifierTrainable else {
            guard trainsIdentifier != true else {
                throw EaselError.invalidArgument(name: "trainIdentifier", expected: "left out for \(thing.method.name): only a subject has one", found: "true")
            }
            return nil
        }
        return trainsText == true ? nil : trainsIdentifier ?? earlier?.trainsIdentifier ?? recommended
    }

    /// Source of the standard: Zhang, Rao and Agrawala 2023, section 3.3.
    private func emptyShare(for thing: any Trainable, earlier: TrainingSettings?) throws -> Double? {
        guard thing is ControlNet else {
            guard let emptyPrompts else { return nil }
            throw EaselError.invalidArgument(
                name: "emptyPrompts", expected: "left out for \(thing.method.name): only a control net learns without words", found: "\(emptyPrompts)")
        }
        return emptyPrompts ?? earlier?.emptyPrompts ?? 0.5
    }

    private func stepCount(pictures: Int, batch: Int) throws -> Int? {
        guard let epochs else { return steps }
        guard steps == nil else { throw EaselError.invalidArgument(name: "epochs", expected: "left out where steps is given", found: "\(epochs)") }
        guard (1...1_000_000).contains(epochs) else {
            throw EaselError.invalidArgument(name: "epochs", expected: "from 1 to 1,000,000", found: "\(epochs)")
        }
        return (epochs * pictures + batch - 1) / max(batch, 1)
    }

    func validate() throws {
        func require(_ condition: Bool, _ name: String, _ expected: String, _ found: Int) throws {
            guard condition else { throw EaselError.invalidArgument(name: name, expected: expected, found: "\(found)") }
        }
        try require(previewEvery >= 1, "previewEvery", "at least 1", previewEvery)
        try require((1...16).contains(previewCount), "previewCount", "from 1 to 16", previewCount)
        try require(previewSteps >= 1, "previewSteps", "at least 1", previewSteps)
        try require(validateEvery >= 0, "validateEvery", "0 or more", validateEvery)
        try require(snapshots.allSatisfy { $0 >= 1 }, "snapshots", "steps, counted from 1", snapshots.min() ?? 0)
        try require(checkpointEvery >= 1, "checkpointEvery", "at least 1", checkpointEvery)
    }
}

extension Model {
    /// Four pictures a step, or one for models of Stable Diffusion's size, whose activations for four would not fit everywhere.
    var standardBatchSize: Int { size >= 256 ? 1 : 4 }
}
