import Glibc

/// How the learning rate changes over a training run.
///
/// Source: diffusers, `optimization.py`; every shape but ``Shape/constant`` and ``Shape/piecewiseConstant`` starts with a linear warm-up from 0.
public struct LearningRateSchedule: Equatable, Sendable {
    /// The course after the warm-up.
    public enum Shape: String, CaseIterable, Codable, Sendable {
        /// The base rate throughout, without a warm-up.
        case constant
        case constantWithWarmup = "constant_with_warmup"
        /// Down to 0 in a straight line.
        case linear
        /// Down to 0 along half a cosine.
        case cosine
        /// Down to 0 along half a cosine, several times over.
        case cosineWithRestarts = "cosine_with_restarts"
        /// Down to ``LearningRateSchedule/endRate`` along a power of the remaining share.
        case polynomial
        /// The base rate times a factor that changes at given steps.
        case piecewiseConstant = "piecewise_constant"
    }

    /// One stretch of a piecewise constant schedule.
    public struct Piece: Equatable, Sendable {
        /// What the base rate is multiplied by.
        public var factor: Double
        /// The first step that is no longer part of the stretch; nil for the last one.
        public var end: Int?

        public init(factor: Double, end: Int?) {
            self.factor = factor
            self.end = end
        }
    }

    /// The course after the warm-up.
    public var shape: Shape
    /// How many optimizer steps the rate grows for; the first of them has rate 0.
    public var warmupSteps: Int
    /// The number of optimizer steps of the run, warm-up included.
    public var trainingSteps: Int
    /// How often ``Shape/cosineWithRestarts`` starts anew.
    public var cycles: Int
    /// The exponent of ``Shape/polynomial``.
    public var power: Double
    /// What ``Shape/polynomial`` ends on.
    public var endRate: Double
    /// The stretches of ``Shape/piecewiseConstant``, in order.
    public var pieces: [Piece]

    public init(
        _ shape: Shape = .constant, warmupSteps: Int = 0, trainingSteps: Int = 0, cycles: Int = 1, power: Double = 1,
        endRate: Double = 1e-7, pieces: [Piece] = []
    ) {
        self.shape = shape
        self.warmupSteps = warmupSteps
        self.trainingSteps = trainingSteps
        self.cycles = cycles
        self.power = power
        self.endRate = endRate
        self.pieces = pieces
    }

    /// Throws: ``NeuralNetworksError/invalidArgument(name:expected:found:)`` where the schedule makes no sense with this base rate.
    public func validate(baseRate: Double) throws {
        func require(_ condition: Bool, _ name: String, _ expected: String, _ found: Any) throws {
            guard condition else { throw NeuralNetworksError.invalidArgument(name: name, expected: expected, found: "\(found)") }
        }
        try require(baseRate >= 0 && baseRate.isFinite, "learningRate", "0 or more", baseRate)
        try require(warmupSteps >= 0, "warmup", "0 or more", warmupSteps)
        try require(trainingSteps >= 0, "steps", "0 or more", trainingSteps)
        try require(cycles >= 1, "cycles", "1 or more", cycles)
        try require(power > 0 && power.isFinite, "power", "more than 0", power)
        if shape == .polynomial { try require(baseRate > endRate, "learningRate", "more than the end rate \(endRate)", baseRate) }
    }

    /// The rate in effect at an optimizer step, counted from 0.
    public func rate(at step: Int, baseRate: Double) -> Double {
        baseRate * factor(at: step, baseRate: baseRate)
    }

    private func factor(at step: Int, baseRate: Double) -> Double {
        switch shape {
        case .constant: return 1
        case .piecewiseConstant: return pieces.first { step < $0.end ?? .max }?.factor ?? pieces.last?.factor ?? 1
        case .constantWithWarmup, .linear, .cosine, .cosineWithRestarts, .polynomial: break
        }
        guard step >= warmupSteps else { return Double(step) / Double(max(1, warmupSteps)) }
        let length = Double(max(1, trainingSteps - warmupSteps))
        let progress = Double(step - warmupSteps) / length
        switch shape {
        case .linear: return max(0, Double(trainingSteps - step) / length)
        case .cosine: return max(0, 0.5 * (1 + cos(Double.pi * progress)))
        case .cosineWithRestarts: return progress >= 1 ? 0 : restarted(progress)
        case .polynomial: return step > trainingSteps ? endRate / baseRate : polynomial(progress, baseRate: baseRate)
        case .constant, .constantWithWarmup, .piecewiseConstant: return 1
        }
    }

    private func restarted(_ progress: Double) -> Double {
        let cycle = (Double(cycles) * progress).truncatingRemainder(dividingBy: 1)
        return max(0, 0.5 * (1 + cos(Double.pi * cycle)))
    }

    private func polynomial(_ progress: Double, baseRate: Double) -> Double {
        ((baseRate - endRate) * pow(max(0, 1 - progress), power) + endRate) / baseRate
    }
}
