import Diffusion
import FoundationEssentials
import JSONValues
import NeuralNetworks
import Tensors

extension OFT {
    /// Writes a folder that PEFT loads, and reads it back to be sure. What the paper's constraint allowed is written without one.
    ///
    /// - Throws: `NeuralNetworksError.unwritableFile`.
    public func write(to folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw NeuralNetworksError.unwritableFile(path: folder, reason: "\(error)")
        }
        let tensors = layers.map { ("base_model.model.\($0.target.path).oft_R.weight", $0.skew.value.detached()) }
        try SafetensorsWriter.write(Dictionary(uniqueKeysWithValues: tensors), to: "\(folder)/\(OFTFile.weights)")
        let configuration = "\(folder)/adapter_config.json"
        do {
            try FileBytes.write(self.configuration.serialized(indentation: 2), to: configuration)
        } catch {
            throw NeuralNetworksError.unwritableFile(path: configuration, reason: error.reason)
        }
        let read = try OFTFile(path: folder).layers(for: targets, model: modelName)
        let isSame = zip(read, layers).allSatisfy { $0.target.name == $1.target.name && $0.skew.value.scalars == $1.skew.value.scalars }
        guard isSame, read.count == layers.count else {
            throw NeuralNetworksError.unwritableFile(path: folder, reason: "what was written reads back differently")
        }
    }

    /// Source: PEFT 0.21, `OFTConfig`.
    private var configuration: JSONValue {
        var terms: Int?
        if case .neumann(let count) = settings.form { terms = count }
        var epsilon: Double?
        if case .peft(let value) = settings.constraint { epsilon = value }
        return [
            "peft_type": "OFT", "r": 0, "oft_block_size": .int(settings.blockSize), "module_dropout": 0.0,
            "target_modules": .array(targets.map { .string($0.path) }), "fan_in_fan_out": false, "bias": "none", "init_weights": true,
            "coft": .bool(epsilon != nil), "eps": .double(epsilon ?? 6e-5), "block_share": .bool(settings.isShared),
            "use_cayley_neumann": .bool(terms != nil), "num_cayley_neumann_terms": .int(terms ?? 5), "inference_mode": true,
            "auto_mapping": ["base_model_class": "UNet2DConditionModel", "parent_library": "diffusers.models.unets.unet_2d_condition"],
        ]
    }
}
