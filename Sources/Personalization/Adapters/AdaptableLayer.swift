public import Diffusion
public import NeuralNetworks
import Tensors

/// A layer of a model that an adapter can change, by the name that files know it under.
public struct AdaptableLayer {
    /// The network that the layer is in; the raw value is its name in files.
    public enum Network: String, Sendable {
        case unet
        case textEncoder = "text_encoder"
    }

    public let network: Network
    /// The path of the layer in its network: the key of its weight without the last part.
    public let path: String
    /// Shapes: [outputs, inputs], of a convolution [outputs, inputs, kernel, kernel].
    public let weight: Parameter

    public var outputs: Int { weight.shape[0] }
    public var inputs: Int { weight.shape[1] }
    public var isConvolution: Bool { weight.shape.count == 4 }
    /// The greatest rank that a change of its weight can have.
    var fullRank: Int { min(outputs, weight.count / outputs) }
    /// The layer's name among those of all networks.
    public var name: String { "\(network.rawValue).\(path)" }
}

extension AdaptableLayer {
    /// Every layer of the networks with a matrix or a convolution, in their order.
    public static func all(unet: UNet2DConditionModel, textModel: CLIPTextModel? = nil) -> [AdaptableLayer] {
        let networks: [(AdaptableLayer.Network, [Parameter])] = [(.unet, unet.parameters), (.textEncoder, textModel?.parameters ?? [])]
        return networks.flatMap { network, parameters in
            parameters.compactMap { parameter in
                let isLayer = parameter.path.hasSuffix(".weight") && [2, 4].contains(parameter.shape.count) && !parameter.path.contains("embeddings.")
                return isLayer ? AdaptableLayer(network: network, path: String(parameter.path.dropLast(".weight".count)), weight: parameter) : nil
            }
        }
    }
}

extension StableDiffusion {
    /// Every layer that adapters can change.
    public var adaptableLayers: [AdaptableLayer] { AdaptableLayer.all(unet: unet, textModel: textModel) }
}
