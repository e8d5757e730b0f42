import Diffusion
import NeuralNetworks
import Tensors

/// One layer of a vision transformer: self-attention and a feed-forward part, each on a normed input and added to it.
///
/// The text model's layer differs in what it sees (only what comes before), in its masks and in its keys.
///
/// Source: Dosovitskiy et al. 2021, "An Image is Worth 16x16 Words", equations 2 and 3.
struct VisionTransformerLayer {
    private let firstNorm: LayerNorm
    private let query: Linear
    private let key: Linear
    private let value: Linear
    private let attentionOutput: Linear
    private let secondNorm: LayerNorm
    private let expansion: Linear
    private let contraction: Linear
    private let heads: Int
    private let activation: CLIPTextConfiguration.Activation

    init(_ configuration: VisionTransformerConfiguration, keys: VisionTransformerKeys, at scope: ParameterScope) throws {
        let (width, inner, epsilon) = (configuration.hiddenSize, configuration.intermediateSize, configuration.normEpsilon)
        firstNorm = try LayerNorm(width: width, epsilon: epsilon, at: scope / keys.firstNorm)
        query = try Linear(inputs: width, outputs: width, at: scope / keys.query)
        key = try Linear(inputs: width, outputs: width, at: scope / keys.key)
        value = try Linear(inputs: width, outputs: width, at: scope / keys.value)
        attentionOutput = try Linear(inputs: width, outputs: width, at: scope / keys.attentionOutput)
        secondNorm = try LayerNorm(width: width, epsilon: epsilon, at: scope / keys.secondNorm)
        expansion = try Linear(inputs: width, outputs: inner, at: scope / keys.expansion)
        contraction = try Linear(inputs: inner, outputs: width, at: scope / keys.contraction)
        heads = configuration.headCount
        activation = configuration.activation
    }

    /// Shapes: input and result [pictures, tokens, width].
    func callAsFunction(_ input: Tensor) -> Tensor {
        let normed = firstNorm(input)
        let seen = Tensor.attention(query: split(query(normed)), key: split(key(normed)), value: split(value(normed)))
        let attended = attentionOutput(seen.transposed(1, 2).reshaped(input.shape), plus: input)
        let expanded = expansion(secondNorm(attended))
        let activated = activation == .gelu ? expanded.gelu() : expanded.quickGelu()
        return contraction(activated, plus: attended)
    }

    /// [pictures, tokens, heads·depth] → [pictures, heads, tokens, depth].
    private func split(_ tensor: Tensor) -> Tensor {
        tensor.reshaped([tensor.shape[0], tensor.shape[1], heads, tensor.shape[2] / heads]).transposed(1, 2)
    }
}

extension ParameterScope {
    static func / (scope: ParameterScope, names: [String]) -> ParameterScope { names.reduce(scope) { $0 / $1 } }
}
