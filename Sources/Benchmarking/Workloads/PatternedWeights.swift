import NeuralNetworks
import Tensors

/// Random weights that are drawn once and repeated: a network of 860 million of them is there within seconds.
final class PatternedWeights: ParameterSource {
    let path = "random weights"
    let unreadKeys: [String] = []
    let precision: WeightPrecision
    private var generator: TorchGenerator
    private let pattern: Tensor

    init(seed: UInt64 = 20, precision: WeightPrecision = .float32) {
        self.precision = precision
        generator = TorchGenerator(seed: seed)
        pattern = Tensor.randn([1 << 20], generator: &generator)
    }

    /// Weights spread by the square root of their inputs, norms near 1, biases near 0.
    func tensor(_ key: String, shape: [Int]) -> Tensor? {
        let count = shape.reduce(1, *)
        // Each begins at another place of the pattern, so that no two weights are alike.
        let start = generator.randint(low: 0, high: pattern.count, 1)[0]
        let repeats = (start + count + pattern.count - 1) / pattern.count
        let values = pattern.broadcast(to: [repeats, pattern.count]).reshaped([-1]).sliced(axis: 0, start..<start + count).reshaped(shape)
        guard shape.count < 2 else { return values * (1 / Float(shape.dropFirst().reduce(1, *)).squareRoot()) }
        return values * 0.1 + (key.hasSuffix("weight") ? 1 : 0)
    }
}
