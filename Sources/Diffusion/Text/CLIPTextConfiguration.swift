import JSONValues
public import NeuralNetworks

/// The shape of a CLIP text model, from `text_encoder/config.json`.
public struct CLIPTextConfiguration: Sendable {
    /// The non-linearity between the two layers of the feed-forward part.
    public enum Activation: String, CaseIterable, Sendable {
        case quickGelu = "quick_gelu"
        case gelu
    }

    public var vocabularySize: Int
    public var hiddenSize: Int
    public var intermediateSize: Int
    public var layerCount: Int
    public var headCount: Int
    /// The longest prompt in tokens, with its start and end.
    public var maximumLength: Int
    public var activation: Activation
    public var normEpsilon: Float

    /// - Throws: `NeuralNetworksError.unsupportedConfiguration`.
    public init(_ file: ConfigurationFile) throws {
        vocabularySize = try file.count("vocab_size", default: 49408)
        hiddenSize = try file.count("hidden_size", default: 512)
        intermediateSize = try file.count("intermediate_size", default: 2048)
        layerCount = try file.count("num_hidden_layers", default: 12)
        headCount = try file.count("num_attention_heads", default: 8)
        maximumLength = try file.count("max_position_embeddings", default: 77)
        activation = try file.choice("hidden_act", default: .quickGelu)
        normEpsilon = Float(try file.number("layer_norm_eps", default: 1e-5))
        guard hiddenSize.isMultiple(of: headCount) else {
            throw file.unsupported("num_attention_heads", expected: "a divisor of hidden_size \(hiddenSize)", found: .int(headCount))
        }
        guard maximumLength >= 3 else {
            throw file.unsupported("max_position_embeddings", expected: "at least 3", found: .int(maximumLength))
        }
    }
}
