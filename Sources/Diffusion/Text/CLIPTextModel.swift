public import NeuralNetworks
public import Tensors

/// The CLIP text transformer: token ids to one vector a token, which the UNet attends to.
///
/// Source: Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision"; checkpoint keys of transformers' `CLIPTextModel`.
public final class CLIPTextModel {
    public let configuration: CLIPTextConfiguration
    public let embeddings: CLIPTextEmbeddings
    public let parameters: [Parameter]
    private let layers: [CLIPEncoderLayer]
    private let finalNorm: LayerNorm

    /// transformers 5 leaves `text_model.` out; older files carry an integer buffer that is no weight.
    public static let keys = CheckpointKeys(optionalPrefix: "text_model.", ignoredSuffixes: ["position_ids"])

    public init(_ configuration: CLIPTextConfiguration, from source: any ParameterSource) throws {
        let root = ParameterScope(source)
        let scope = root / "text_model"
        self.configuration = configuration
        embeddings = try CLIPTextEmbeddings(configuration, at: scope / "embeddings")
        layers = try (0..<configuration.layerCount).map { try CLIPEncoderLayer(configuration, at: scope / "encoder" / "layers" / $0) }
        finalNorm = try LayerNorm(width: configuration.hiddenSize, epsilon: configuration.normEpsilon, at: scope / "final_layer_norm")
        parameters = try root.finish()
    }

    /// The prompt embeddings.
    ///
    /// Shapes: ids [batch][tokens], at most `maximumLength` tokens each and all of one length; result [batch, tokens, hidden].
    /// - Parameters:
    ///   - clipSkip: how many of the last layers to leave out, 0 up to all; the final norm is applied all the same.
    ///   - lengths: tokens of each prompt that others see, as transformers' `attention_mask` says it; nil for all, which is what pipelines do.
    /// - Throws: `DiffusionError.invalidArgument` for more layers than there are, or lengths that do not fit; what `interruption` throws.
    public func callAsFunction(_ ids: [[Int]], clipSkip: Int = 0, lengths: [Int]? = nil, interruption: Interruption = .never) throws -> Tensor {
        guard (0...layers.count).contains(clipSkip) else {
            throw DiffusionError.invalidArgument(name: "clipSkip", expected: "from 0 to \(layers.count)", found: "\(clipSkip)")
        }
        if let lengths, lengths.count != ids.count || !zip(lengths, ids).allSatisfy({ (1...max(1, $1.count)).contains($0) }) {
            throw DiffusionError.invalidArgument(name: "lengths", expected: "one a prompt, from 1 to its tokens", found: "\(lengths)")
        }
        let states = try hiddenStates(ids, layers: layers.count - clipSkip, lengths: lengths, interruption: interruption)
        return finalNorm(states[states.count - 1])
    }

    /// The vector that stands for a whole prompt: that of its end.
    ///
    /// Shapes: embeddings [batch, tokens, hidden], what the model made of the ids; result [batch, hidden].
    /// - Parameter endOfText: the id of the end; nil takes the largest, as configurations with the historical `eos_token_id` 2 ask for.
    ///
    /// Source: transformers, `CLIPTextTransformer.forward`.
    public func pooled(_ embeddings: Tensor, ids: [[Int]], endOfText: Int? = nil) -> Tensor {
        let rows = ids.enumerated().map { index, ids in
            let end = endOfText.map { ids.firstIndex(of: $0) ?? 0 } ?? ids.max().flatMap(ids.firstIndex) ?? 0
            return embeddings.sliced(axis: 0, index..<(index + 1)).sliced(axis: 1, end..<(end + 1))
        }
        return Tensor.concatenated(rows, axis: 0).reshaped([ids.count, configuration.hiddenSize])
    }

    /// The embeddings and the output of each of the first layers, before the final norm.
    package func hiddenStates(_ ids: [[Int]], layers count: Int, lengths: [Int]? = nil, interruption: Interruption = .never) throws -> [Tensor] {
        var states = [embeddings(ids)]
        for layer in layers.prefix(count) {
            try interruption.check()
            states.append(layer(states[states.count - 1], lengths: lengths))
        }
        return states
    }
}
