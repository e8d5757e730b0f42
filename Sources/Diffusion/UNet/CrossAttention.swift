import NeuralNetworks
import Tensors

/// Multi-head attention of positions to a context, which may be the positions themselves: diffusers' `Attention`.
///
/// Source: Vaswani et al. 2017, equation 1.
struct CrossAttention {
    private let query: Linear
    private let key: Linear
    private let value: Linear
    private let output: Linear
    private let heads: Int

    /// - Parameter projectionBias: whether query, key and value have a bias; the autoencoder's do.
    init(width: Int, contextWidth: Int, heads: Int, projectionBias: Bool = false, at scope: ParameterScope) throws {
        query = try Linear(inputs: width, outputs: width, bias: projectionBias, at: scope / "to_q")
        key = try Linear(inputs: contextWidth, outputs: width, bias: projectionBias, at: scope / "to_k")
        value = try Linear(inputs: contextWidth, outputs: width, bias: projectionBias, at: scope / "to_v")
        output = try Linear(inputs: width, outputs: width, at: scope / "to_out" / 0)
        self.heads = heads
    }

    /// Shapes: context [batch, tokens, contextWidth].
    func keysAndValues(of context: Tensor) -> KeysAndValues {
        KeysAndValues(keys: key(context).splitHeads(heads), values: value(context).splitHeads(heads))
    }

    /// Shapes: input and result [batch, positions, width].
    ///
    /// - Parameter addend: added to the result, of its shape.
    func callAsFunction(_ input: Tensor, context: KeysAndValues, plus addend: Tensor? = nil) -> Tensor {
        let attended = Tensor.attention(query: query(input).splitHeads(heads), key: context.keys, value: context.values)
        return output(attended.joinedHeads(), plus: addend)
    }

    /// Shapes: input and result [batch, positions, width], context [batch, tokens, contextWidth].
    ///
    /// - Parameter addend: added to the result, of its shape.
    func callAsFunction(_ input: Tensor, context: Tensor, plus addend: Tensor? = nil) -> Tensor {
        self(input, context: keysAndValues(of: context), plus: addend)
    }
}
