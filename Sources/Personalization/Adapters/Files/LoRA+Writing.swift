import FoundationEssentials
import JSONValues
import NeuralNetworks
import Tensors

extension LoRA {
    /// Writes a file that other tools read, and reads it back to be sure.
    ///
    /// - Throws: `NeuralNetworksError.unwritableFile`; `.invalidArgument` for a path that does not end in `.safetensors`.
    public func write(to path: String, dialect: LoRADialect = .diffusers) throws {
        guard path.lowercased().hasSuffix(".safetensors") else {
            throw NeuralNetworksError.invalidArgument(name: "to", expected: "a path that ends in .safetensors", found: "'\(path)'")
        }
        switch dialect {
        case .diffusers: try SafetensorsWriter.write(tensors, metadata: adapterMetadata, to: path)
        case .kohya: try SafetensorsWriter.write(kohyaTensors, metadata: kohyaMetadata, to: path)
        }
        let read = try LoRAFile(path: path).layers(for: targets, model: modelName)
        let isSame = read.count == layers.count && zip(read, layers).allSatisfy { $0.isEqual(to: $1) }
        guard isSame else { throw NeuralNetworksError.unwritableFile(path: path, reason: "what was written reads back differently") }
    }

    private var tensors: [String: Tensor] {
        Dictionary(uniqueKeysWithValues: parameters.map { ($0.path, $0.value.detached()) })
    }

    private var kohyaTensors: [String: Tensor] {
        layers.reduce(into: [:]) { tensors, layer in
            let name = AdapterNames.kohya(layer.target)
            tensors["\(name).lora_down.weight"] = layer.down.value.detached()
            tensors["\(name).lora_up.weight"] = layer.up.value.detached()
            tensors["\(name).alpha"] = Tensor(layer.alpha)
        }
    }

    // MARK: - Metadata

    /// PEFT's configuration of each network, as diffusers packs it; without it alpha is the rank.
    private var adapterMetadata: [String: String] {
        guard layers.contains(where: { $0.alpha != Float($0.rank) }) else { return ["format": "pt"] }
        var document: [String: JSONValue] = [:]
        for network in [AdaptableLayer.Network.unet, .textEncoder] {
            let own = layers.filter { $0.target.network == network }
            guard let first = own.first else { continue }
            // transformers 5 calls its layers without the prefix.
            func path(_ layer: Layer) -> JSONValue { .string(layer.target.path.replacing("text_model.", with: "")) }
            func pattern(_ differs: (Layer) -> Bool, _ value: (Layer) -> JSONValue) -> JSONValue {
                .object(Dictionary(uniqueKeysWithValues: own.filter(differs).map { (path($0).string ?? "", value($0)) }))
            }
            document["\(network.rawValue).r"] = .int(first.rank)
            document["\(network.rawValue).lora_alpha"] = .double(Double(first.alpha))
            document["\(network.rawValue).target_modules"] = .array(own.map(path))
            document["\(network.rawValue).rank_pattern"] = pattern({ $0.rank != first.rank }) { .int($0.rank) }
            document["\(network.rawValue).alpha_pattern"] = pattern({ $0.alpha != first.alpha }) { .double(Double($0.alpha)) }
        }
        return ["format": "pt", "lora_adapter_metadata": String(decoding: JSONValue.object(document).serialized(), as: UTF8.self)]
    }

    /// What the web interfaces show of a file, all of it texts.
    private var kohyaMetadata: [String: String] {
        let width = targets.first { $0.path.hasSuffix(".attn2.to_k") }?.inputs
        var metadata = [
            "format": "pt", "ss_network_module": "networks.lora", "ss_network_dim": "\(rank)", "ss_network_alpha": "\(alpha)",
            "ss_output_name": label, "ss_sd_model_name": modelName,
        ]
        if let version = [768: "sd_v1", 1024: "sd_v2"][width] {
            metadata["ss_base_model_version"] = version
            metadata["ss_v2"] = version == "sd_v2" ? "True" : "False"
        }
        return metadata
    }
}

extension LoRA.Layer {
    fileprivate func isEqual(to other: LoRA.Layer) -> Bool {
        target.name == other.target.name && alpha == other.alpha && down.value.scalars == other.down.value.scalars
            && up.value.scalars == other.up.value.scalars
    }
}
