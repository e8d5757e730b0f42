import NeuralNetworks
import Tensors

/// Self-attention, attention to the prompt and a gated feed-forward part, each on a normed input and added to it: diffusers' `BasicTransformerBlock`.
struct TransformerBlock {
    private let norms: [LayerNorm]
    private let selfAttention: CrossAttention
    private let promptAttention: CrossAttention
    private let expansion: Linear
    private let contraction: Linear

    init(width: Int, heads: Int, contextWidth: Int, at scope: ParameterScope) throws {
        norms = try (1...3).map { try LayerNorm(width: width, at: scope / "norm\($0)") }
        selfAttention = try CrossAttention(width: width, contextWidth: width, heads: heads, at: scope / "attn1")
        promptAttention = try CrossAttention(width: width, contextWidth: contextWidth, heads: heads, at: scope / "attn2")
        expansion = try Linear(inputs: width, outputs: width * 8, at: scope / "ff" / "net" / 0 / "proj")
        contraction = try Linear(inputs: width * 4, outputs: width, at: scope / "ff" / "net" / 2)
    }

    /// Shapes: context [batch, tokens, contextWidth].
    func keysAndValues(of context: Tensor) -> KeysAndValues { promptAttention.keysAndValues(of: context) }

    /// Shapes: input and result [batch, positions, width].
    func callAsFunction(_ input: Tensor, context: KeysAndValues) -> Tensor {
        let normed = norms[0](input)
        var hidden = selfAttention(normed, context: normed, plus: input)
        hidden = promptAttention(norms[1](hidden), context: context, plus: hidden)
        // GEGLU, Shazeer 2020: one half gates the other.
        return contraction(expansion.gated(norms[2](hidden)), plus: hidden)
    }
}
