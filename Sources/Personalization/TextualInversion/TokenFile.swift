import FoundationEssentials
import NeuralNetworks
public import Tensors

/// A learnt token on disk.
///
/// Source: the `learned_embeds.safetensors` of diffusers, one key that is the placeholder; the `emb_params` of the web interfaces, where the file's name is.
public struct TokenFile {
    public let placeholder: String
    /// Shapes: [vectors, width].
    public let vectors: Tensor

    public init(placeholder: String, vectors: Tensor) {
        self.placeholder = placeholder
        self.vectors = vectors
    }

    /// Reads a file of either layout.
    ///
    /// - Throws: `PersonalizationError.notATokenFile`, `NeuralNetworksError`.
    public init(path: String) throws {
        func refuse(_ reason: String) -> PersonalizationError { .notATokenFile(path: path, reason: reason) }
        guard path.hasSuffix(".safetensors") else {
            throw refuse("only .safetensors files are read in this version of Easel, .bin and .pt files not yet")
        }
        let file = try SafetensorsFile(path: path)
        guard file.entries.count == 1, let key = file.entries.keys.first else {
            throw refuse("it holds \(file.entries.count) tensors where one is expected: \(file.entries.keys.sorted().prefix(4).joined(separator: ", "))")
        }
        let tensor = try file.tensor(key)
        guard (1...2).contains(tensor.rank), tensor.count > 0 else { throw refuse("its tensor has shape \(tensor.shape); expected [vectors, width]") }
        vectors = tensor.rank == 1 ? tensor.unsqueezed(axis: 0) : tensor
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent
        placeholder = key == "emb_params" ? name : key
    }

    /// Writes diffusers' layout, which the other tools read too.
    public func write(to path: String) throws {
        try SafetensorsWriter.write([placeholder: vectors.detached()], to: path)
    }
}
