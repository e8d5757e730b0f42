import Digests
import NeuralNetworks
import Personalization

extension Model {
    /// SHA-256 of what an adapter has learnt, each of its tensors by its own hash, and of what decides how it is applied.
    static func hash(of adapter: any Adapter) -> String {
        let form =
            switch adapter {
            case let lora as LoRA: lora.layers.map { "\($0.alpha)" }
            case let oft as OFT: ["\(oft.settings.form) \(oft.settings.isShared)"]
            default: [adapter.method.rawValue]
            }
        let tensors = adapter.parameters.map { "\($0.path) \(hash(of: $0.value))" }
        return SHA256.hex(of: (form + tensors).joined(separator: "\n"))
    }
}
