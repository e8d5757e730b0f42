import Diffusion
import FoundationEssentials
import JSONValues

/// What stands beside a LoRA's tensors about how they are scaled: in the file's own metadata as diffusers writes it, or in PEFT's configuration.
struct LoRAScales {
    private let networks: [String: JSONValue]
    private let whole: JSONValue?

    /// - Throws: `PersonalizationError.notAnAdapterFile` for a configuration that is none.
    init(metadata: [String: String], folder: String) throws {
        let document = metadata["lora_adapter_metadata"].flatMap { try? JSONValue(parsing: Array($0.utf8)) }
        var networks: [String: [String: JSONValue]] = [:]
        for (key, value) in document?.object ?? [:] {
            guard let dot = key.firstIndex(of: ".") else { continue }
            networks[String(key[..<dot]), default: [:]][String(key[key.index(after: dot)...])] = value
        }
        self.networks = networks.mapValues(JSONValue.object)
        whole = networks.isEmpty ? try AdapterFolder.configuration(in: folder) : nil
    }

    /// The alpha of a layer of this rank: the rank itself where nothing is said.
    func alpha(of layer: AdaptableLayer, rank: Int) -> Float {
        guard let settings = networks[layer.network.rawValue] ?? whole, let standard = settings["lora_alpha"]?.double else { return Float(rank) }
        let special = settings["alpha_pattern"]?.object?.first { layer.path == $0.key || layer.path.hasSuffix(".\($0.key)") }?.value.double
        let alpha = Float(special ?? standard)
        // Rank-stabilised: alpha / √rank instead of alpha / rank.
        return settings["use_rslora"]?.bool == true ? alpha * Float(rank).squareRoot() : alpha
    }
}
