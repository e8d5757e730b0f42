import Diffusion
import JSONValues
import NeuralNetworks
import Tensors

/// The half of CLIP that reads, with the projection into the space that it shares with pictures.
///
/// Source: Radford et al. 2021; checkpoint keys of transformers' `CLIPModel`.
struct CLIPTextReader {
    private let model: CLIPTextModel
    private let projection: Linear
    private let tokenizer: CLIPTokenizer
    /// The id whose vector stands for a prompt; nil for the largest, as the historical `eos_token_id` 2 asks for.
    private let endOfText: Int?

    init(_ file: ConfigurationFile, projectionWidth: Int, checkpoint: Checkpoint, tokenizer folder: String) throws {
        let configuration = try CLIPTextConfiguration(file)
        model = try CLIPTextModel(configuration, from: CheckpointSource(checkpoint.part(["text_model."]), keys: CLIPTextModel.keys))
        let root = ParameterScope(CheckpointSource(checkpoint.part(["text_projection."])))
        projection = try Linear(inputs: configuration.hiddenSize, outputs: projectionWidth, bias: false, at: root / "text_projection")
        _ = try root.finish()
        tokenizer = try CLIPTokenizer(folder: folder, maximumLength: configuration.maximumLength)
        let end = try file.count("eos_token_id", default: 49407)
        endOfText = end == 2 ? nil : end
    }

    /// Shapes: result [1, projection].
    func features(of prompt: String, interruption: Interruption) throws -> Tensor {
        try features(of: [tokenizer.encode(prompt).ids], interruption: interruption)
    }

    /// Shapes: ids [prompts][tokens]; result [prompts, projection].
    func features(of ids: [[Int]], interruption: Interruption) throws -> Tensor {
        projection(model.pooled(try model(ids, interruption: interruption), ids: ids, endOfText: endOfText))
    }
}

extension Checkpoint {
    /// The tensors whose keys begin in one of these ways.
    func part(_ prefixes: [String]) -> Checkpoint {
        Checkpoint(path: path, entries: entries.filter { entry in prefixes.contains { entry.key.hasPrefix($0) } })
    }
}
