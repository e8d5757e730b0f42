public import Tensors

/// y = x·Wᵀ + b on the last axis.
///
/// Shapes: input [..., inputs], weight [outputs, inputs], bias [outputs], result [..., outputs].
public struct Linear {
    public let weight: Parameter
    public let bias: Parameter?

    public init(inputs: Int, outputs: Int, bias hasBias: Bool = true, at scope: ParameterScope) throws {
        weight = try scope.parameter("weight", [outputs, inputs])
        bias = hasBias ? try scope.parameter("bias", [outputs]) : nil
    }

    /// - Parameter addend: added to the result, of its shape.
    public func callAsFunction(_ input: Tensor, plus addend: Tensor? = nil) -> Tensor {
        input.linear(weight: weight.value, bias: bias?.value, plus: addend)
    }

    /// The layer with the second half of its outputs as the gates of the first, by GELU.
    ///
    /// Shapes: result [..., outputs / 2].
    public func gated(_ input: Tensor) -> Tensor { input.gatedLinear(weight: weight.value, bias: bias?.value) }
}
