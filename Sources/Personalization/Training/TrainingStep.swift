/// What one optimizer step did.
public struct TrainingStep: Equatable, Sendable {
    /// Counted from 1.
    public let index: Int
    /// The mean over the step's pictures, before the update.
    public let loss: Float
    public let learningRate: Double
    /// Euclidean norm of the gradient before clipping.
    public let gradientNorm: Float
}
