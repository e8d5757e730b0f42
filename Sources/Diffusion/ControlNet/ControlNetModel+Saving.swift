import FoundationEssentials
import JSONValues
public import NeuralNetworks
import Tensors

extension ControlNetModel {
    /// Writes a folder that diffusers' `ControlNetModel.from_pretrained` loads: `diffusion_pytorch_model.safetensors` and, last, `config.json`.
    ///
    /// - Parameter types: how weights are stored, by key; float32 for those that are not named.
    /// - Throws: `NeuralNetworksError.unwritableFile`; what `interruption` throws.
    public func save(to folder: String, types: [String: StorageType] = [:], interruption: Interruption = .never) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw NeuralNetworksError.unwritableFile(path: folder, reason: "\(error)")
        }
        let tensors = Dictionary(uniqueKeysWithValues: parameters.map { ($0.path, $0.value.detached()) })
        try SafetensorsWriter.write(tensors, types: types, to: "\(folder)/diffusion_pytorch_model.safetensors", interruption: interruption)
        let file = "\(folder)/config.json"
        do {
            try FileBytes.write(configuration.document.serialized(indentation: 2), to: file)
        } catch {
            throw NeuralNetworksError.unwritableFile(path: file, reason: error.reason)
        }
    }
}
