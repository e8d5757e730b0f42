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
        guard weight.adaptations.isEmpty else { return adapted(input, plus: addend) }
        return input.linear(weight: weight.value, bias: bias?.value, plus: addend)
    }

    /// The layer with the second half of its outputs as the gates of the first, by GELU.
    ///
    /// Shapes: result [..., outputs / 2].
    public func gated(_ input: Tensor) -> Tensor {
        guard weight.adaptations.isEmpty else { return adapted(input, plus: nil).geglu() }
        return input.gatedLinear(weight: weight.value, bias: bias?.value)
    }

    private func adapted(_ input: Tensor, plus addend: Tensor?) -> Tensor {
        let (adaptations, bias) = (weight.adaptations, bias?.value)
        guard let factors = adaptations.factors else {
            return adaptations.rotated(input).linear(weight: weight.value, bias: bias, plus: addend)
        }
        // The base weight may be trained too, or see other inputs: then the two products are apart.
        guard adaptations.rotations.isEmpty, !weight.isTrainable, bias?.requiresGradient != true else {
            let addition = input.linear(weight: factors.down).linear(weight: factors.up, plus: addend)
            return adaptations.rotated(input).linear(weight: weight.value, bias: bias, plus: addition)
        }
        return input.linear(weight: weight.value, bias: bias, adding: factors, plus: addend)
    }
}
