public import NeuralNetworks

/// What decides the course of a training run, besides the thing, the pictures and the model.
public struct TrainingSettings: Equatable, Sendable, Codable {
    /// Optimizer steps.
    public var steps: Int
    /// Pictures a forward pass.
    public var batchSize: Int
    public var learningRate: Double
    public var schedule: LearningRateSchedule.Shape
    /// How often a cosine with restarts starts; nil for once.
    public var cycles: Int?
    /// The exponent of a polynomial; nil for 1.
    public var power: Double?
    /// Optimizer steps over which the rate grows from 0.
    public var warmup: Int
    /// Forward passes whose gradients make one step.
    public var gradientAccumulation: Int
    public var weightDecay: Double
    public var epsilon: Double
    /// The gradient is scaled down to this norm; nil for no limit.
    public var clipNorm: Double?
    public var seed: UInt64
    /// What turns gradients into steps; nil for AdamW.
    public var optimizer: Optimizer?
    /// What pictures of the class count beside those of the subject; nil where nothing was done for the class.
    public var priorWeight: Double?
    /// Pictures of the class.
    public var priorImages: Int?
    /// The folder of those that the model drew; nil where a person's own sufficed.
    public var priorFolder: String?
    /// The folders of further classes, where several subjects are learnt at once.
    public var otherPriorFolders: [String]?
    /// Whether the text model learns too, where the method may teach it.
    public var trainsTextEncoder: Bool?
    /// Whether a subject's identifier learns where the text model does not.
    public var trainsIdentifier: Bool?
    /// The text model's own learning rate, or the identifier's; nil for that of all.
    public var textLearningRate: Double?
    /// Weighs timesteps by their signal-to-noise ratio, at most this; nil for all alike.
    public var snrGamma: Double?
    /// How much of a common shift of each channel is added to the noise; nil for none.
    public var noiseOffset: Double?
    /// How much of the average of earlier values each step keeps, once there were many; nil for no average.
    public var ema: Double?
    /// The share of uses in which a picture stands without words, for a control net; nil for none.
    public var emptyPrompts: Double?

    public init(
        steps: Int = 500, batchSize: Int = 4, learningRate: Double, schedule: LearningRateSchedule.Shape = .constant, warmup: Int = 0,
        gradientAccumulation: Int = 1, weightDecay: Double = 0.01, epsilon: Double = 1e-8, clipNorm: Double? = nil, seed: UInt64 = 0
    ) {
        self.steps = steps
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.schedule = schedule
        self.warmup = warmup
        self.gradientAccumulation = gradientAccumulation
        self.weightDecay = weightDecay
        self.epsilon = epsilon
        self.clipNorm = clipNorm
        self.seed = seed
    }

    /// What turns gradients into steps.
    public enum Optimizer: String, CaseIterable, Sendable, Codable {
        case adamW
        /// AdamW whose moments take a quarter of the memory.
        case adamW8bit
    }

    /// The optimizer before its first step.
    var freshOptimizer: AdamW {
        AdamW(epsilon: epsilon, weightDecay: weightDecay, precision: optimizer == .adamW8bit ? .eightBit : .float32)
    }

    /// Whether a step needs the gradients of all weights at once: their common norm, or their sum over several passes.
    var needsAllGradients: Bool { clipNorm != nil || gradientAccumulation > 1 }

    /// Whether weights take their step while gradients are still being computed.
    ///
    /// It saves the memory of all gradients, but an interrupt waits for the end of the step: done where there are many numbers.
    func updatesInBackward(learning count: Int) -> Bool { !needsAllGradients && count >= Self.manyNumbers }

    private static let manyNumbers = 32 << 20

    var lossWeights: LossWeights { LossWeights(snrGamma: snrGamma, priorWeight: priorWeight ?? 1) }

    /// The learning rate over the run.
    public var learningRateSchedule: LearningRateSchedule {
        LearningRateSchedule(schedule, warmupSteps: warmup, trainingSteps: steps, cycles: cycles ?? 1, power: power ?? 1)
    }

    /// - Throws: `PersonalizationError.invalidArgument`, `NeuralNetworksError.invalidArgument`.
    public func validate() throws {
        func require(_ condition: Bool, _ name: String, _ expected: String, _ found: Any) throws {
            guard condition else { throw PersonalizationError.invalidArgument(name: name, expected: expected, found: "\(found)") }
        }
        try require((1...10_000_000).contains(steps), "steps", "from 1 to 10,000,000", steps)
        try require((1...1024).contains(batchSize), "batchSize", "from 1 to 1024", batchSize)
        try require(learningRate > 0 && learningRate <= 10, "learningRate", "above 0, up to 10", learningRate)
        try require((1...1024).contains(gradientAccumulation), "gradientAccumulation", "from 1 to 1024", gradientAccumulation)
        try require((0...1).contains(weightDecay), "weightDecay", "from 0 to 1", weightDecay)
        try require(epsilon > 0 && epsilon <= 1, "epsilon", "above 0, up to 1", epsilon)
        try require(clipNorm.map { $0 > 0 && $0.isFinite } ?? true, "clipNorm", "above 0", clipNorm ?? 0)
        try require(priorWeight.map { (0...100).contains($0) } ?? true, "priorWeight", "from 0 to 100", priorWeight ?? 0)
        try require(priorImages.map { (0...100_000).contains($0) } ?? true, "priorImages", "from 0 to 100,000", priorImages ?? 0)
        try require(textLearningRate.map { $0 > 0 && $0 <= 10 } ?? true, "textLearningRate", "above 0, up to 10", textLearningRate ?? 0)
        try require(snrGamma.map { $0 > 0 && $0.isFinite } ?? true, "snrGamma", "above 0", snrGamma ?? 0)
        try require(noiseOffset.map { (0...1).contains($0) } ?? true, "noiseOffset", "from 0 to 1", noiseOffset ?? 0)
        try require(emptyPrompts.map { (0...1).contains($0) } ?? true, "emptyPrompts", "from 0 to 1", emptyPrompts ?? 0)
        try require(ema.map { $0 > 0 && $0 < 1 } ?? true, "ema", "between 0 and 1", ema ?? 0)
        try learningRateSchedule.validate(baseRate: learningRate)
    }
}
