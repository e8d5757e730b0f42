public import Diffusion
import JSONValues
import NeuralNetworks

/// The shape of a vision transformer, from a `config.json` of transformers.
public struct VisionTransformerConfiguration: Sendable {
    public var hiddenSize: Int
    public var intermediateSize: Int
    public var layerCount: Int
    public var headCount: Int
    /// Side of the square that it takes, in pixels.
    public var imageSize: Int
    /// Side of a patch, in pixels.
    public var patchSize: Int
    public var activation: CLIPTextConfiguration.Activation
    public var normEpsilon: Float

    /// Patches of a picture, and the one token that stands for all of it.
    var tokenCount: Int { (imageSize / patchSize) * (imageSize / patchSize) + 1 }

    /// `ViT-B/32` and the like, by the width that the names stand for.
    var name: String {
        let names = [192: "Ti", 384: "S", 768: "B", 1024: "L", 1280: "H"]
        return "ViT-\(names[hiddenSize] ?? "\(hiddenSize)×\(layerCount)")/\(patchSize)"
    }

    /// - Throws: `NeuralNetworksError.unsupportedConfiguration`.
    init(_ file: ConfigurationFile, patchSize standardPatch: Int, activation standard: CLIPTextConfiguration.Activation, epsilon: Double) throws {
        hiddenSize = try file.count("hidden_size", default: 768)
        intermediateSize = try file.count("intermediate_size", default: 3072)
        layerCount = try file.count("num_hidden_layers", default: 12)
        headCount = try file.count("num_attention_heads", default: 12)
        imageSize = try file.count("image_size", default: 224)
        patchSize = try file.count("patch_size", default: standardPatch)
        activation = try file.choice("hidden_act", default: standard)
        normEpsilon = Float(try file.number("layer_norm_eps", default: epsilon))
        try file.require("num_channels", isOneOf: [.int(3)])
        guard hiddenSize.isMultiple(of: headCount) else {
            throw file.unsupported("num_attention_heads", expected: "a divisor of hidden_size \(hiddenSize)", found: .int(headCount))
        }
        guard patchSize <= imageSize, imageSize <= 4096 else {
            throw file.unsupported("image_size", expected: "from one patch to 4096", found: .int(imageSize))
        }
    }
}
