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
    /// How often a cosine with restarts starts.
    public var cycles: Int?
    /// The exponent of a polynomial.
    public var power: Double?
    /// Steps over which the rate grows from 0; where nothing else is said, it stays constant after them.
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
    /// Weighs timesteps by their signal-to-noise ratio, at most this; infinite is all alike. Nil for what the checkpoint recommends, else all alike.
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
    /// Prompts of the pictures that are drawn while training; `{}` stands for what is learnt.
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
}
