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
    /// - Parameter clipSkip: how many of the last layers to leave out, 0 up to all; the final norm is applied all the same.
    /// - Throws: `DiffusionError.invalidArgument` for more layers than there are; what `interruption` throws.
    public func callAsFunction(_ ids: [[Int]], clipSkip: Int = 0, interruption: Interruption = .never) throws -> Tensor {
        guard (0...layers.count).contains(clipSkip) else {
            throw DiffusionError.invalidArgument(name: "clipSkip", expected: "from 0 to \(layers.count)", found: "\(clipSkip)")
        }
        let states = try hiddenStates(ids, layers: layers.count - clipSkip, interruption: interruption)
        return finalNorm(states[states.count - 1])
    }

    /// The embeddings and the output of each of the first layers, before the final norm.
    package func hiddenStates(_ ids: [[Int]], layers count: Int, interruption: Interruption = .never) throws -> [Tensor] {
        var states = [embeddings(ids)]
        for layer in layers.prefix(count) {
            try interruption.check()
            states.append(layer(states[states.count - 1]))
        }
        return states
    }
}
