/// The losses of a run: of each step, smoothed, and on fixed noise.
public struct LossHistory: Equatable, Sendable {
    /// The loss of each step, from the first.
    public internal(set) var losses: [Float] = []
    /// A running mean of the losses: what is left of the curve when the luck of the timesteps is taken out.
    public internal(set) var smoothed: [Float] = []
    /// The loss on noise and timesteps that never change, after some of the steps: the curve that means something.
    public internal(set) var validation: [Point] = []
    /// How far what is learnt has moved from where this call of `train` found it, after each of its steps.
    public internal(set) var changes: [Change] = []
    /// Its length where it started: the measure of a change.
    public internal(set) var startNorm: Float = 0
    /// Whether the change is measured: not for things of very many numbers.
    public var isChangeMeasured: Bool { startNorm > 0 || !changes.isEmpty }
    /// Steps of the whole run.
    public internal(set) var stepCount: Int

    /// A loss after a step.
    public struct Point: Equatable, Sendable {
        public let step: Int
        public let loss: Float

        public init(step: Int, loss: Float) { (self.step, self.loss) = (step, loss) }
    }

    /// A Euclidean distance after a step.
    public struct Change: Equatable, Sendable {
        public let step: Int
        public let norm: Float
    }

    /// How much of the running mean a step keeps.
    private static let smoothing: Float = 0.95
    private var mean: Float = 0

    public init(stepCount: Int, validation: [Point] = []) {
        self.stepCount = stepCount
        self.validation = validation
    }

    mutating func append(_ loss: Float) {
        losses.append(loss)
        mean = Self.smoothing * mean + (1 - Self.smoothing) * loss
        // Divided by the weight it has so far, so that the first values are not pulled to zero.
        var weight: Float = 1
        for _ in 0..<min(losses.count, 400) { weight *= Self.smoothing }
        smoothed.append(mean / (1 - weight))
    }
}
