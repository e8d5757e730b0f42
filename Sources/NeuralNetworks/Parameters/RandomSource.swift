public import Tensors

/// Weights drawn at random, for tests and benchmarks of shapes for which there is no checkpoint.
public final class RandomSource: ParameterSource {
    private var generator: TorchGenerator
    public let path = "random weights"
    public let unreadKeys: [String] = []

    public let precision: WeightPrecision

    public init(seed: UInt64, precision: WeightPrecision = .float32) {
        generator = TorchGenerator(seed: seed)
        self.precision = precision
    }

    /// Normal weights scaled by the square root of the inputs; ones and zeros disturbed a little for norms and biases.
    public func tensor(_ key: String, shape: [Int]) -> Tensor? {
        let noise = Tensor.randn(shape, generator: &generator)
        guard shape.count < 2 else { return noise * (1 / Float(shape.dropFirst().reduce(1, *)).squareRoot()) }
        return noise * 0.1 + (key.hasSuffix("weight") ? 1 : 0)
    }
}
