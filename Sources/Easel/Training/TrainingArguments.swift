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
    public var resume: Resumption?
    /// Another run's settings, where nothing else is said.
    public var like: TrainingRun?
    /// Called after every step; the run ends when it returns false.
    public var onStep: ((TrainingStep) throws -> Bool)?

    public init() {}

    /// Settings that belong together.
    public enum Preset: String, CaseIterable, Sendable {
        /// Those of the KerasCV guide to textual inversion: AdamW with a decay of 0.004, gradients clipped to norm 10,
        /// 1e-4 falling along a cosine, one picture a step, each picture five times an epoch for fifty epochs.
        case kerasGuide
    }

    /// What a run goes on from.
    public enum Resumption {
        case run(TrainingRun)
        /// A run's folder, or one of its checkpoints.
        case folder(String)
    }

    /// The settings for a number of pictures and a model.
    func settings(pictures: Int, model: Model) throws -> TrainingSettings {
        let earlier = like?.settings
        let guide = preset == .kerasGuide
        let batch = batchSize ?? (guide ? 1 : nil) ?? earlier?.batchSize ?? model.recommended.batchSize ?? model.standardBatchSize
        let accumulation = gradientAccumulation ?? earlier?.gradientAccumulation ?? 1
        let standardRate = model.recommended.learningRate ?? 5e-4 * Double(batch * accumulation)
        let count =
            try stepCount(pictures: pictures, batch: batch * accumulation)
            ?? (guide ? pictures * 250 : nil) ?? earlier?.steps ?? model.recommended.trainingSteps ?? 500
        return TrainingSettings(
            steps: count, batchSize: batch,
            learningRate: learningRate ?? (guide ? 1e-4 : nil) ?? earlier?.learningRate ?? standardRate,
            schedule: schedule ?? (guide ? .cosine : nil) ?? earlier?.schedule ?? .constant, warmup: warmup ?? earlier?.warmup ?? 0,
            gradientAccumulation: accumulation, weightDecay: weightDecay ?? (guide ? 0.004 : nil) ?? earlier?.weightDecay ?? 0.01,
            epsilon: epsilon ?? earlier?.epsilon ?? 1e-8, clipNorm: clipNorm ?? (guide ? 10 : nil) ?? earlier?.clipNorm,
            seed: seed ?? earlier?.seed ?? 0)
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
        try require(checkpointEvery >= 1, "checkpointEvery", "at least 1", checkpointEvery)
    }
}

extension Model {
    /// Four pictures a step, or one for models of Stable Diffusion's size, whose activations for four would not fit everywhere.
    var standardBatchSize: Int { size >= 256 ? 1 : 4 }
}
