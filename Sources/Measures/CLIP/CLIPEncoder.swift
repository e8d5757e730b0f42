public import Diffusion
import FoundationEssentials
import JSONValues
public import NeuralNetworks
package import Tensors

/// CLIP as a measure: pictures against pictures (CLIP-I) and, where the text half is there, against prompts (CLIP-T).
public final class CLIPEncoder: PromptReader {
    public let name: String
    public let preprocessing: ImagePreprocessing
    private let vision: CLIPVisionModel
    private let text: CLIPTextReader?

    /// Reads a folder of transformers' `CLIPModel` (with its tokenizer) or `CLIPVisionModelWithProjection`.
    ///
    /// - Throws: `NeuralNetworksError` and `TokenizerError`, which name the file.
    public init(folder: String) throws {
        let file = try ConfigurationFile(path: "\(folder)/config.json")
        let checkpoint = try Checkpoint(folder: folder)
        let visionFile = file.part("vision_config") ?? file
        let configuration = try VisionTransformerConfiguration(visionFile, patchSize: 32, activation: .quickGelu, epsilon: 1e-5)
        let width = try (file.members["projection_dim"] == nil ? visionFile : file).count("projection_dim", default: 512)
        vision = try CLIPVisionModel(
            configuration, projectionWidth: width,
            from: CheckpointSource(checkpoint.part(["vision_model.", "visual_projection."]), keys: CLIPVisionModel.keys))
        text = try file.part("text_config").map { try CLIPTextReader($0, projectionWidth: width, checkpoint: checkpoint, tokenizer: folder) }
        preprocessing = try ImagePreprocessing(folder: folder, size: configuration.imageSize, standard: .clip(size: configuration.imageSize))
        name = "CLIP \(configuration.name)"
    }

    public func embeddings(of pictures: [Bitmap], interruption: Interruption) throws -> [Embedding] {
        try pictures.flatMap { Embedding.rows(of: try features(of: $0, interruption: interruption)) }
    }

    public func promptFit(of pictures: [Bitmap], to prompt: String, interruption: Interruption) throws -> [Double] {
        guard let text else { throw MeasuresError.cannotRead(encoder: name) }
        let words = Embedding.rows(of: try text.features(of: prompt, interruption: interruption))[0]
        return try embeddings(of: pictures, interruption: interruption).map { $0.cosine(with: words) }
    }

    /// The vector of a picture, not normalised.
    ///
    /// Shapes: result [1, projection].
    package func features(of picture: Bitmap, interruption: Interruption = .never) throws -> Tensor {
        try vision(preprocessing(picture).unsqueezed(axis: 0), interruption: interruption)
    }

    /// The vectors of prompts that are given as ids; nil without a text half.
    ///
    /// Shapes: ids [prompts][tokens]; result [prompts, projection].
    package func textFeatures(of ids: [[Int]]) throws -> Tensor? { try text?.features(of: ids, interruption: .never) }
}

extension ConfigurationFile {
    /// A configuration inside of this one.
    func part(_ key: String) -> ConfigurationFile? {
        members[key]?.object.map { ConfigurationFile(path: "\(path) (\(key))", members: $0) }
    }
}

extension Checkpoint {
    /// The weights that lie in a folder of transformers, whole or in parts, as safetensors or PyTorch's.
    ///
    /// - Throws: `DiffusionError.missingFile`, and what reading them throws.
    init(folder: String) throws {
        let names = ComponentWeights(folder: folder, component: "text_encoder").names(variant: nil)
        guard let path = names.map({ "\(folder)/\($0)" }).first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw DiffusionError.missingFile(path: folder, tried: names)
        }
        try self.init(path: path)
    }
}
