import Diffusion
import Digests
import NeuralNetworks
import Personalization
import Tensors

/// The weights of a metamodel after a lesson, as a file: the UNet's, and the text model's where that was taught, under diffusers' names of the parts.
struct MetamodelWeights {
    let path: String
    /// SHA-256 of the file.
    let digest: String

    static func write(_ model: StableDiffusion, withText: Bool, to path: String) throws {
        let named = parts(of: model).filter { $0.name == "unet" || withText }.flatMap { part in
            part.parameters.map { ("\(part.name).\($0.path)", $0.value.detached()) }
        }
        try SafetensorsWriter.write(Dictionary(named) { first, _ in first }, to: path)
    }

    /// Gives a model these weights, all or none.
    ///
    /// - Returns: whether the text model's are among them.
    /// - Throws: `PersonalizationError.archive` for a file that is not what was written.
    func put(into model: StableDiffusion) throws -> Bool {
        guard let found = try? SHA256.hex(file: path), found == digest else { throw damaged("it is missing, or not what was written") }
        let file = try SafetensorsFile(path: path)
        let parts = Self.parts(of: model).filter { part in file.entries.keys.contains { $0.hasPrefix("\(part.name).") } }
        let values = try parts.flatMap { part in
            try part.parameters.map { parameter in
                let key = "\(part.name).\(parameter.path)"
                guard file.entries[key] != nil else { throw damaged("it has no '\(key)'") }
                let value = try file.tensor(key)
                guard value.shape == parameter.shape else { throw damaged("'\(key)' has the shape \(value.shape), not \(parameter.shape)") }
                return (parameter, value)
            }
        }
        // What the file leaves out is the checkpoint's.
        if parts.count < Self.parts(of: model).count, model.weightsVersion > 0 { try model.reloadWeights() }
        for (parameter, value) in values { parameter.update(value) }
        model.weightsDidChange()
        return parts.count == Self.parts(of: model).count
    }

    private static func parts(of model: StableDiffusion) -> [(name: String, parameters: [Parameter])] {
        [("unet", model.unet.parameters), ("text_encoder", model.textModel.parameters)]
    }

    private func damaged(_ reason: String) -> PersonalizationError { .archive(path: path, reason: reason) }
}
