public import Tensors

/// Normalises groups of channels to mean 0 and variance 1, then scales and shifts each channel; optionally followed by SiLU in the same pass.
///
/// Shapes: input and result [batch, channels, height, width]; weight and bias [channels].
/// Source: Wu and He 2018, "Group Normalization".
public struct GroupNorm {
    public let weight: Parameter
    public let bias: Parameter
    private let groups: Int
    private let epsilon: Float

    public init(groups: Int, channels: Int, epsilon: Float, at scope: ParameterScope) throws {
        weight = try scope.parameter("weight", [channels])
        bias = try scope.parameter("bias", [channels])
        self.groups = groups
        self.epsilon = epsilon
    }

    public func callAsFunction(_ input: Tensor) -> Tensor {
        input.groupNormalized(groups: groups, weight: weight.value, bias: bias.value, epsilon: epsilon)
    }

    /// The norm followed by SiLU.
    public func silu(_ input: Tensor) -> Tensor {
        input.groupNormalized(groups: groups, weight: weight.value, bias: bias.value, epsilon: epsilon, activation: .silu)
    }
}
