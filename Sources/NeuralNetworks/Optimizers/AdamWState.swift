public import Tensors

/// What ``AdamW`` remembers from step to step: to be saved with a checkpoint.
public struct AdamWState: Sendable {
    /// How many steps have been taken.
    public var step: Int
    /// The running mean of each parameter's gradient, of the parameter's shape.
    public var firstMoments: [Tensor]
    /// The running mean of each parameter's squared gradient, of the parameter's shape.
    public var secondMoments: [Tensor]

    public init(step: Int = 0, firstMoments: [Tensor] = [], secondMoments: [Tensor] = []) {
        self.step = step
        self.firstMoments = firstMoments
        self.secondMoments = secondMoments
    }

    mutating func start(shapes: [[Int]]) {
        firstMoments = shapes.map { Tensor.zeros($0) }
        secondMoments = shapes.map { Tensor.zeros($0) }
    }

    /// - Throws: `mismatchedOptimizerState` where the moments are not of these shapes.
    public func validate(shapes: [[Int]]) throws {
        let found = (firstMoments.map(\.shape), secondMoments.map(\.shape))
        guard step >= 0, step == 0 || found == (shapes, shapes) else {
            throw NeuralNetworksError.mismatchedOptimizerState(
                expected: "moments of shapes \(shapes)", found: "\(found.0) and \(found.1) at step \(step)")
        }
    }
}
