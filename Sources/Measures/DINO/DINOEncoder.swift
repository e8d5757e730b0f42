public import Diffusion
import FoundationEssentials
import JSONValues
public import NeuralNetworks
package import Tensors

/// DINO as a measure of subject fidelity: it was not trained to overlook what sets two things of one class apart.
///
/// Source: Ruiz et al. 2023, "DreamBooth", section 4.1.
public final class DINOEncoder: ImageEncoder {
    public let name: String
    public let preprocessing: ImagePreprocessing
    private let model: DINOModel

    /// Reads a folder of transformers' `ViTModel`, or the authors' own `.pth` file.
    ///
    /// - Throws: `NeuralNetworksError`, which names the file; `MeasuresError.notAnEncoder`.
    public init(path: String) throws {
        var isFolder = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let folder = isThere && isFolder ? path : nil
        var checkpoint = try folder.map { try Checkpoint(folder: $0) } ?? Checkpoint(path: path)
        let file: ConfigurationFile
        if DINOCheckpoint.isOriginal(checkpoint) {
            file = try DINOCheckpoint.configuration(of: checkpoint)
            checkpoint = DINOCheckpoint.renamed(checkpoint)
        } else if let folder {
            file = try ConfigurationFile(path: "\(folder)/config.json")
            try file.require("qkv_bias", isOneOf: [.bool(true)])
        } else {
            throw MeasuresError.notAnEncoder(path: path, reason: "a file alone must be the authors' own; of transformers' models name the folder")
        }
        let configuration = try VisionTransformerConfiguration(file, patchSize: 16, activation: .gelu, epsilon: 1e-12)
        model = try DINOModel(configuration, from: CheckpointSource(checkpoint, keys: DINOModel.keys))
        let standard = ImagePreprocessing.dino(size: configuration.imageSize)
        preprocessing = try folder.map { try ImagePreprocessing(folder: $0, size: configuration.imageSize, standard: standard) } ?? standard
        name = "DINO \(configuration.name)"
    }

    public func embeddings(of pictures: [Bitmap], interruption: Interruption) throws -> [Embedding] {
        try pictures.flatMap { Embedding.rows(of: try features(of: $0, interruption: interruption)) }
    }

    /// The vector of a picture, not normalised.
    ///
    /// Shapes: result [1, width].
    package func features(of picture: Bitmap, interruption: Interruption = .never) throws -> Tensor {
        try model(preprocessing(picture).unsqueezed(axis: 0), interruption: interruption)
    }
}
