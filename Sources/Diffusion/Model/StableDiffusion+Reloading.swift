import NeuralNetworks
import Tensors

extension StableDiffusion {
    /// Brings the weights of the UNet and the text model back from the checkpoint that the model was loaded from.
    ///
    /// - Throws: `NeuralNetworksError` where the files have gone or changed; then the weights stay as they are.
    public func reloadWeights() throws {
        let parts = [
            (textModel.parameters, CheckpointSource(try files.weights("text_encoder"), keys: CLIPTextModel.keys)),
            (unet.parameters, CheckpointSource(try files.weights("unet"))),
        ]
        // All are read before the first is replaced: what is shared with the files costs no memory.
        let values = try parts.flatMap { parameters, source in
            try parameters.map { parameter in
                guard let value = try source.tensor(parameter.path, shape: parameter.shape), value.shape == parameter.shape else {
                    throw NeuralNetworksError.keyMismatch(path: files.path, missing: [parameter.path], misshapen: [], unread: [])
                }
                return value
            }
        }
        for (parameter, value) in zip(parts.flatMap(\.0), values) { parameter.restore(value) }
        weightsDidChange()
    }
}
