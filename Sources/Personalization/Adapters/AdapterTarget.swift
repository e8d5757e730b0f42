/// Which layers an adapter changes.
public enum AdapterTarget: String, CaseIterable, Sendable {
    /// Queries, keys, values and outputs of all attention in the UNet.
    case attention
    /// Those of the attention to the prompt alone.
    case crossAttention
    /// The feed-forward parts of the UNet's transformers.
    case feedForward
    /// The layers that lead into and out of the UNet's transformers.
    case projections
    /// The convolutions of the UNet's residual blocks and of its changes of size.
    case convolutions
    /// Queries, keys, values and outputs in the text encoder.
    case textEncoder

    /// Whether the target takes in a layer.
    public func contains(_ layer: AdaptableLayer) -> Bool {
        let path = ".\(layer.path)"
        func lies(in parts: String..., ending endings: String...) -> Bool {
            parts.contains(where: path.contains) && endings.contains { path.hasSuffix(".\($0)") }
        }
        guard layer.network == .unet else { return self == .textEncoder && lies(in: ".self_attn.", ending: "q_proj", "k_proj", "v_proj", "out_proj") }
        return switch self {
        case .attention: lies(in: ".attn1.", ".attn2.", ending: "to_q", "to_k", "to_v", "to_out.0")
        case .crossAttention: lies(in: ".attn2.", ending: "to_q", "to_k", "to_v", "to_out.0")
        case .feedForward: lies(in: ".ff.", ending: "net.0.proj", "net.2")
        case .projections: lies(in: ".attentions.", ending: "proj_in", "proj_out")
        case .convolutions: lies(in: ".resnets.", ".downsamplers.", ".upsamplers.", ending: "conv1", "conv2", "conv_shortcut", "conv")
        case .textEncoder: false
        }
    }
}
