import FoundationEssentials
import JSONValues
public import NeuralNetworks

/// Where a ControlNet lies: a folder as diffusers saves one, or a file in diffusers' layout or the original one.
///
/// Source: diffusers, `ControlNetModel.from_pretrained` and `convert_controlnet_checkpoint`; lllyasviel's ControlNet, `cldm.py`.
public struct ControlNetFiles {
    /// The folder or file, for messages.
    public let path: String
    public let configuration: ControlNetConfiguration
    private let weights: Checkpoint

    /// - Parameters:
    ///   - variant: a storage variant of a folder's weights, such as `fp16`.
    ///   - configuration: a folder with a `config.json`, or that file, for a single file whose shapes don't say all.
    /// - Throws: `DiffusionError.missingFile`, `.notAControlNet` for other networks, by name; what `Checkpoint` and `ControlNetConfiguration` throw.
    public init(path: String, variant: String? = nil, configuration: String? = nil) throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
            guard variant == nil else {
                throw DiffusionError.invalidArgument(name: "variant", expected: "left out for a single file", found: "\"\(variant ?? "")\"")
            }
            try self.init(file: path, configuration: configuration)
            return
        }
        guard let folder = [path, "\(path)/controlnet"].first(where: Self.isControlNet) else {
            let other = FileManager.default.fileExists(atPath: "\(path)/config.json")
            guard !other else { throw DiffusionError.notAControlNet(path: path, reason: "its config.json is that of another network") }
            throw DiffusionError.missingFile(path: path, tried: ["config.json", "controlnet/config.json"])
        }
        let files = ComponentWeights(folder: folder, component: "controlnet")
        if let variant, files.path(variant: variant) == nil {
            throw DiffusionError.noVariant(path: folder, variant: variant, available: files.variants)
        }
        let document = try ConfigurationFile(path: configuration.map(Self.file) ?? "\(folder)/config.json")
        self.init(
            path: folder, configuration: try ControlNetConfiguration(document), weights: try Checkpoint(path: files.located(variant: variant)))
    }

    private init(path: String, configuration: ControlNetConfiguration, weights: Checkpoint) {
        (self.path, self.configuration, self.weights) = (path, configuration, weights)
    }

    private init(file path: String, configuration: String?) throws {
        let file = try Checkpoint(path: path)
        let weights = Checkpoint(path: path, entries: try Self.converted(file))
        let document = try configuration.map { try ConfigurationFile(path: Self.file($0)) } ?? Self.configuration(of: weights)
        self.init(path: path, configuration: try ControlNetConfiguration(document), weights: weights)
    }

    /// What stands beside a file, or what its shapes say.
    private static func configuration(of weights: Checkpoint) throws -> ConfigurationFile {
        let file = URL(filePath: weights.path)
        let folder = file.deletingLastPathComponent().path
        if isControlNet(folder) { return try ConfigurationFile(path: "\(folder)/config.json") }
        var members = InferredConfiguration(weights).controlNet()
        // Its residuals are means, which no shape says. Source: the original's `control_v11e_sd15_shuffle.yaml`.
        if file.lastPathComponent.contains("shuffle") { members["global_pool_conditions"] = true }
        return ConfigurationFile(path: weights.path, members: members)
    }

    /// Whether a folder holds a ControlNet in diffusers' layout.
    package static func isControlNet(_ folder: String) -> Bool {
        guard let file = try? ConfigurationFile(path: "\(folder)/config.json") else { return false }
        return file.members["_class_name"]?.string == "ControlNetModel"
    }

    /// Bytes of the weights in float32.
    public var bytes: Int { weights.scalarCount.multipliedReportingOverflow(by: MemoryLayout<Float>.size).partialValue }

    /// Reads the weights.
    ///
    /// - Returns: the network, and how its weights were stored, by parameter.
    /// - Throws: `NeuralNetworksError.keyMismatch`; what `interruption` throws.
    public func network(interruption: Interruption = .never) throws -> (network: ControlNetModel, storageTypes: [String: StorageType]) {
        let source = CheckpointSource(weights, interruption: interruption)
        return (try ControlNetModel(configuration, from: source), source.storageTypes)
    }

    private static func file(_ path: String) -> String { path.hasSuffix(".json") ? path : "\(path)/config.json" }

    /// The network's tensors under diffusers' keys; the model that an original file may hold besides stays behind.
    private static func converted(_ file: Checkpoint) throws -> [String: StoredTensor] {
        let keys = file.entries.keys
        for (mark, name) in others where keys.contains(where: { $0.hasPrefix(mark) }) {
            throw DiffusionError.notAControlNet(path: file.path, reason: "it is \(name)")
        }
        if keys.contains(where: { $0.hasPrefix("controlnet_cond_embedding.") }) { return file.entries }
        let prefix = "control_model."
        let prefixed = keys.contains { $0.hasPrefix(prefix) }
        let own = prefixed ? file.entries.filter { $0.key.hasPrefix(prefix) } : file.entries
        let plain = own.reduce(into: [String: StoredTensor]()) { $0[prefixed ? String($1.key.dropFirst(prefix.count)) : $1.key] = $1.value }
        guard plain["input_hint_block.0.weight"] != nil else {
            let shown = keys.sorted().prefix(3).joined(separator: ", ")
            throw DiffusionError.notAControlNet(path: file.path, reason: "its \(keys.count) keys are \(shown) and so on")
        }
        return SingleFileLayout.renamed(plain, LDMKeys.controlNet(plain.keys))
    }

    /// What other files of weights can be told by.
    private static let others = [
        ("difference", "a ControlNet as differences from a base model, which the web interfaces add up; take the whole one"),
        ("lora_controlnet", "a ControlLoRA, small matrices that are added to a UNet's copy; take a whole ControlNet"),
        ("control_model.label_emb.", "a ControlNet for Stable Diffusion XL"), ("label_emb.", "a ControlNet for Stable Diffusion XL"),
        ("add_embedding.", "a ControlNet for Stable Diffusion XL"), ("adapter.", "a T2I-Adapter"), ("body.0.", "a T2I-Adapter"),
        ("transformer_blocks.", "a ControlNet for a transformer (Stable Diffusion 3, Flux)"), ("double_blocks.", "a ControlNet for Flux"),
        ("lora_unet_", "a LoRA; loadAdapter reads it"),
    ]
}
