/// What one optimizer step did.
public struct TrainingStep: Equatable, Sendable {
    /// Counted from 1.
    public let index: Int
    /// What was made smaller, before the update: the mean over the step's pictures, weighted where weights were asked for.
    public let loss: Float
    /// The mean error of the pictures that must not be forgotten; nil where there are none.
    public let priorLoss: Float?
    public let learningRate: Double
    /// Euclidean norm of the gradient before clipping.
    public let gradientNorm: Float
}
