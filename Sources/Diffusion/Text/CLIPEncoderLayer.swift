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
    ///
    /// - Parameter lengths: tokens of each sample that are seen; nil for all of them.
    func callAsFunction(_ input: Tensor, lengths: [Int]? = nil) -> Tensor {
        let attended = input + attention(firstNorm(input), lengths: lengths)
        let expanded = expansion(secondNorm(attended))
        let activated =
            switch activation {
            case .quickGelu: expanded.quickGelu()
            case .gelu: expanded.gelu()
            }
        return attended + contraction(activated)
    }
}

/// Self-attention in which a token sees itself and what comes before it. Stable Diffusion does not mask padding; training scripts may.
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

    func callAsFunction(_ input: Tensor, lengths: [Int]?) -> Tensor {
        let (query, key, value) = (query(input).splitHeads(heads), key(input).splitHeads(heads), value(input).splitHeads(heads))
        guard let lengths else { return output(Tensor.attention(query: query, key: key, value: value, causal: true).joinedHeads()) }
        let samples = lengths.enumerated().map { index, length in
            func sample(_ tensor: Tensor) -> Tensor { tensor.sliced(axis: 0, index..<(index + 1)) }
            return Self.attended(query: sample(query), key: sample(key), value: sample(value), length: length)
        }
        return output(Tensor.concatenated(samples, axis: 0).joinedHeads())
    }

    /// Words see the words before them; padding stands behind all words and sees each of them, but no padding.
    private static func attended(query: Tensor, key: Tensor, value: Tensor, length: Int) -> Tensor {
        let (seenKey, seenValue) = (key.sliced(axis: 2, 0..<length), value.sliced(axis: 2, 0..<length))
        let words = Tensor.attention(query: query.sliced(axis: 2, 0..<length), key: seenKey, value: seenValue, causal: true)
        guard length < query.shape[2] else { return words }
        let padding = Tensor.attention(query: query.sliced(axis: 2, length..<query.shape[2]), key: seenKey, value: seenValue)
        return Tensor.concatenated([words, padding], axis: 2)
    }
}
