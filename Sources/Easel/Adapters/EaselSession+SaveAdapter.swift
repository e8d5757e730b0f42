import FoundationEssentials
import NeuralNetworks
public import Personalization

extension EaselSession {
    /// Writes an adapter as files that other tools read; they are read back to be sure.
    ///
    /// - Parameters:
    ///   - path: for a LoRA a `.safetensors` file, or a folder, which then holds `pytorch_lora_weights.safetensors`; for an OFT a folder, as PEFT has it.
    ///   - format: how a LoRA's file names its tensors.
    /// - Throws: `EaselError.invalidArgument` for another ending, `NeuralNetworksError.unwritableFile`.
    public func save(_ adapter: any Adapter, to path: String, format: LoRADialect? = nil) throws {
        let path = ModelLocation.expanded(path)
        let ending = URL(filePath: path).pathExtension.lowercased()
        guard ending.isEmpty || ending == "safetensors" && adapter is LoRA else {
            let expected = adapter is LoRA ? "a path that ends in .safetensors, or a folder" : "a folder: PEFT keeps an OFT in two files"
            throw EaselError.invalidArgument(name: "to", expected: expected, found: "'\(path)'")
        }
        switch adapter {
        case let lora as LoRA:
            let file = ending.isEmpty ? "\(path)/pytorch_lora_weights.safetensors" : path
            try Self.makeFolder(of: file)
            try lora.write(to: file, dialect: format ?? .diffusers)
        case let oft as OFT:
            guard format == nil else {
                throw EaselError.invalidArgument(name: "format", expected: "left out for an OFT, which PEFT alone reads", found: ".\(format?.rawValue ?? "")")
            }
            try oft.write(to: path)
        default: throw EaselError.notYet("Writing a \(adapter.method.name) is")
        }
    }
}
