public import Tensors

/// Normalises the last axis to mean 0 and variance 1, then scales and shifts.
///
/// Shapes: input and result [..., width]; weight and bias [width].
/// Source: Ba, Kiros and Hinton 2016, "Layer Normalization".
public struct LayerNorm {
    public let weight: Parameter
    public let bias: Parameter
    private let epsilon: Float

    public init(width: Int, epsilon: Float = 1e-5, at scope: ParameterScope) throws {
        weight = try scope.parameter("weight", [width])
        bias = try scope.parameter("bias", [width])
        self.epsilon = epsilon
    }

    public func callAsFunction(_ input: Tensor) -> Tensor {
        input.layerNormalized(weight: weight.value, bias: bias.value, epsilon: epsilon)
    }
}
