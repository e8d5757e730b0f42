public import Diffusion

/// Adapters from files.
public enum Adapters {
    /// Reads an adapter for a model: a LoRA of any dialect, or a folder of PEFT's with an OFT.
    ///
    /// - Throws: `PersonalizationError`, naming every key that belongs to no layer of the model; `NeuralNetworksError`.
    public static func read(_ path: String, label: String, for model: StableDiffusion) throws -> any Adapter {
        let targets = model.adaptableLayers
        if OFTFile.isOne(path) {
            let file = try OFTFile(path: path)
            return OFT(label: label, settings: file.settings, layers: try file.layers(for: targets, model: model.name), model: model)
        }
        return LoRA(label: label, layers: try LoRAFile(path: path).layers(for: targets, model: model.name), model: model)
    }
}
