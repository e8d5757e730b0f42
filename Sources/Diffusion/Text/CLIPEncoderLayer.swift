import NeuralNetworks
import Tensors

/// One layer of the text transformer: causal self-attention and a feed-forward part, each on a normed input and added to it.
struct CLIPEncoderLayer {
    private let firstNorm: LayerNorm
    private let attention: CLIPAttention
    private let secondNorm: LayerNorm
    private let expansion: Linear
    private let contraction: Linear
    private let activation: CLIPTextConfiguration.Activation

    init(_ configuration: CLIPTextConfiguration, at scope: ParameterScope) throws {
        let (width, inner, epsilon) = (configuration.hiddenSize, configuration.intermediateSize, configuration.normEpsilon)
        attention = try CLIPAttention(width: width, heads: configuration.headCount, at: scope / "self_attn")
        firstNorm = try LayerNorm(width: width, epsilon: epsilon, at: scope / "layer_norm1")
        expansion = try Linear(inputs: width, outputs: inner, at: scope / "mlp" / "fc1")
        contraction = try Linear(inputs: inner, outputs: width, at: scope / "mlp" / "fc2")
        secondNorm = try LayerNorm(width: width, epsilon: epsilon, at: scope / "layer_norm2")
        activation = configuration.activation
    }

    /// Shapes: input and result [batch, tokens, width].
    func callAsFunction(_ input: Tensor) -> Tensor {
        let attended = input + attention(firstNorm(input))
        let expanded = expansion(secondNorm(attended))
        let activated =
            switch activation {
            case .quickGelu: expanded.quickGelu()
            case .gelu: expanded.gelu()
            }
        return attended + contraction(activated)
    }
}

/// Self-attention in which a token sees itself and what comes before it; padding is not masked, as in Stable Diffusion.
private struct CLIPAttention {
    private let query: Linear
    private let key: Linear
    private let value: Linear
    private let output: Linear
    private let heads: Int

    init(width: Int, heads: Int, at scope: ParameterScope) throws {
        query = try Linear(inputs: width, outputs: width, at: scope / "q_proj")
        key = try Linear(inputs: width, outputs: width, at: scope / "k_proj")
        value = try Linear(inputs: width, outputs: width, at: scope / "v_proj")
        output = try Linear(inputs: width, outputs: width, at: scope / "out_proj")
        self.heads = heads
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        let attended = Tensor.attention(
            query: query(input).splitHeads(heads), key: key(input).splitHeads(heads), value: value(input).splitHeads(heads), causal: true)
        return output(attended.joinedHeads())
    }
}
