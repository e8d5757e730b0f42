import Glibc
public import Tensors

/// Adam with decoupled weight decay.
///
/// A value: a copy is a snapshot, and ``state`` holds all that a resumed run needs besides the parameters.
///
/// Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2017), algorithm 2, in the order of `torch.optim.AdamW`.
public struct AdamW: Sendable {
    /// How much of the mean of gradients each step keeps.
    public var beta1: Double
    /// How much of the mean of squared gradients each step keeps.
    public var beta2: Double
    /// What keeps the denominator from 0.
    public var epsilon: Double
    /// The share of each parameter that a step takes away, as a multiple of the learning rate.
    public var weightDecay: Double
    /// How moments are kept.
    public var precision: MomentPrecision
    /// What earlier steps left behind.
    public private(set) var state = AdamWState()

    public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 1e-2, precision: MomentPrecision = .float32) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.precision = precision
    }

    /// How moments are kept.
    public enum MomentPrecision: Sendable {
        case float32
        /// A quarter of the memory; blocks of 256 share a scale.
        ///
        /// Source: Dettmers et al. 2022, "8-bit Optimizers via Block-wise Quantization".
        case eightBit
    }

    /// Goes on from a saved state, for parameters of the given shapes.
    ///
    /// Throws: ``NeuralNetworksError/mismatchedOptimizerState(expected:found:)``.
    public mutating func resume(from saved: AdamWState, shapes: [[Int]]) throws {
        try saved.validate(shapes: shapes)
        state = saved
    }

    /// Goes on from a state that nobody else uses any more: its moments are changed where they lie.
    public mutating func take(_ saved: inout AdamWState) {
        state = saved
        saved = AdamWState()
    }

    /// Replaces each value by what it is after one step, and lets go of its gradient at once: nothing large is there twice.
    ///
    /// Shapes and order: as ``updated(_:learningRate:gradientScale:)``.
    /// - Parameters:
    ///   - rateScales: what the learning rate is multiplied with for each value; nil for 1.
    ///   - didUpdate: called with each value's place and the new value.
    public mutating func update(
        _ values: inout [Tensor], gradients: inout [Tensor], learningRate: Double, rateScales: [Double]? = nil, gradientScale: Float = 1,
        didUpdate: (Int, Tensor) -> Void
    ) {
        begin(shapes: values.map(\.shape))
        for index in values.indices {
            values[index] = step(
                values[index], gradient: gradients[index], at: index, learningRate: learningRate * (rateScales?[index] ?? 1), gradientScale: gradientScale)
            didUpdate(index, values[index])
            gradients[index] = Tensor(0)
        }
        gradients = []
    }

    /// Begins a step whose values are given one by one to ``step(_:gradient:at:learningRate:gradientScale:)``, each once, in any order.
    public mutating func begin(shapes: [[Int]]) {
        if state.step == 0 { state.start(shapes: shapes, precision: precision) }
        precondition(shapes.count == state.moments.count, "the number of parameters changed between steps")
        state.step += 1
    }

    /// One value after the step that was begun; the same bits, whatever was stepped before it.
    ///
    /// - Parameter index: the value's place among the shapes that `begin` was given.
    public mutating func step(_ value: Tensor, gradient: Tensor, at index: Int, learningRate: Double, gradientScale: Float = 1) -> Tensor {
        state.moments[index].update(value, gradient: gradient, by: update(learningRate: learningRate, gradientScale: gradientScale))
    }

    /// The parameters after one step, in the order they are given in, which must stay the same from step to step.
    ///
    /// Shapes: each gradient has its value's shape.
    /// - Parameter gradientScale: what every gradient is multiplied with first, as `clipping(toNorm:)` finds it.
    public mutating func updated(
        _ parameters: [(value: Tensor, gradient: Tensor)], learningRate: Double, gradientScale: Float = 1
    ) -> [Tensor] {
        var (values, gradients) = (parameters.map(\.value), parameters.map(\.gradient))
        update(&values, gradients: &gradients, learningRate: learningRate, gradientScale: gradientScale) { _, _ in }
        return values
    }

    /// The present step, its scalars rounded to float32 where PyTorch rounds them.
    private func update(learningRate: Double, gradientScale: Float) -> AdamWUpdate {
        let count = Double(state.step)
        return AdamWUpdate(
            gradientScale: gradientScale, decay: Float(1 - learningRate * weightDecay), firstWeight: Float(1 - beta1), beta2: Float(beta2),
            secondWeight: Float(1 - beta2), denominatorScale: Float((1 - pow(beta2, count)).squareRoot()), epsilon: Float(epsilon),
            stepSize: Float(learningRate / (1 - pow(beta1, count))))
    }
}
