import FoundationEssentials
import NeuralNetworks
public import Tensors

/// A learnt token on disk.
///
/// Source: the `learned_embeds` of diffusers, one key that is the placeholder; the embeddings of the web interfaces, `string_to_param` in a file of
/// PyTorch with the name beside it, or `emb_params`, where the file's name is the token's.
public struct TokenFile {
    public let placeholder: String
    /// Shapes: [vectors, width].
    public let vectors: Tensor

    /// What a folder may call the file, the first counts.
    public static let names = ["learned_embeds.safetensors", "learned_embeds.bin"]

    public init(placeholder: String, vectors: Tensor) {
        self.placeholder = placeholder
        self.vectors = vectors
    }

    /// Reads a file of any of the layouts, or the one in a folder.
    ///
    /// - Throws: `PersonalizationError.notATokenFile`, `NeuralNetworksError`.
    public init(path: String) throws {
        let path = try Self.file(at: path)
        let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
        let (name, stored) = try Self.embedding(in: path)
        guard let tensor = try stored.tensor(), (1...2).contains(tensor.rank), tensor.count > 0 else {
            throw PersonalizationError.notATokenFile(path: path, reason: "its tensor has shape \(stored.shape); expected numbers of shape [vectors, width]")
        }
        vectors = tensor.rank == 1 ? tensor.unsqueezed(axis: 0) : tensor
        // Names that say nothing: every embedding of that tool has them.
        placeholder = name.flatMap { ["emb_params", "*", ""].contains($0) ? nil : $0 } ?? stem
    }

    private static func file(at path: String) throws -> String {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else { return path }
        guard let name = names.first(where: { FileManager.default.fileExists(atPath: "\(path)/\($0)") }) else {
            throw PersonalizationError.notATokenFile(path: path, reason: "the folder has none of \(names.joined(separator: ", "))")
        }
        return "\(path)/\(name)"
    }

    private static func embedding(in path: String) throws -> (name: String?, tensor: StoredTensor) {
        guard [".bin", ".pt", ".ckpt"].contains(where: path.lowercased().hasSuffix) else {
            return try only(SafetensorsFile(path: path).entries, path)
        }
        let root = try TorchFile(path: path).root
        guard let parameters = root["string_to_param"]?.members else { return try only((root.members ?? [:]).compactMapValues(\.tensor), path) }
        guard let tensor = (parameters["*"] ?? (parameters.count == 1 ? parameters.first?.value : nil))?.tensor else {
            throw PersonalizationError.notATokenFile(path: path, reason: "its 'string_to_param' holds \(parameters.count) tokens, none of them '*'")
        }
        return (root["name"]?.text, tensor)
    }

    private static func only(_ entries: [String: StoredTensor], _ path: String) throws -> (name: String?, tensor: StoredTensor) {
        guard entries.count == 1, let entry = entries.first else {
            let isXL = entries.keys.contains("clip_g")
            let keys = entries.keys.sorted().prefix(4).joined(separator: ", ")
            throw PersonalizationError.notATokenFile(
                path: path,
                reason: isXL
                    ? "it is one for Stable Diffusion XL, which has two text models" : "it holds \(entries.count) tensors where one is expected: \(keys)")
        }
        return (entry.key, entry.value)
    }

    /// Writes the layout that the ending asks for: diffusers' own (`.safetensors`, `.bin`), which the other tools read too, or that of the web
    /// interfaces (`.pt`).
    ///
    /// - Throws: `NeuralNetworksError.unwritableFile`; `.invalidArgument` for another ending.
    public func write(to path: String) throws {
        let vectors = vectors.detached()
        switch URL(filePath: path).pathExtension.lowercased() {
        case "safetensors": try SafetensorsWriter.write([placeholder: vectors], to: path)
        case "bin": try TorchWriter.write(.dictionary([(placeholder, .tensor(vectors))]), to: path)
        case "pt": try TorchWriter.write(Self.webInterface(placeholder, vectors), to: path)
        default:
            throw NeuralNetworksError.invalidArgument(name: "to", expected: "a path that ends in .safetensors, .bin or .pt", found: "'\(path)'")
        }
    }

    /// 265 is CLIP's id of the asterisk that stands for the token in those files.
    private static func webInterface(_ placeholder: String, _ vectors: Tensor) -> TorchContent {
        .dictionary([
            ("string_to_token", .dictionary([("*", .int(265))])), ("string_to_param", .dictionary([("*", .tensor(vectors))])),
            ("name", .text(placeholder)), ("step", .int(0)), ("sd_checkpoint", .none), ("sd_checkpoint_name", .none),
        ])
    }
}
