public import FoundationEssentials
import JSONValues
public import NeuralNetworks

/// A model with another autoencoder in the place of its own: a folder in diffusers' layout (its own or that of a whole model), or a file in either layout.
public struct SeparateAutoencoder: ModelFiles {
    private let model: any ModelFiles
    private let weights: Checkpoint
    private let ownConfiguration: ConfigurationFile

    /// - Throws: `DiffusionError.missingFile`, `.onlyVariants`; what `Checkpoint` throws.
    public init(_ path: String, for model: any ModelFiles, variant: String? = nil) throws {
        self.model = model
        let files = FileManager.default
        var isFolder = false
        if files.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
            guard let folder = [path, "\(path)/vae"].first(where: { files.fileExists(atPath: "\($0)/config.json") }) else {
                throw DiffusionError.missingFile(path: path, tried: ["config.json", "vae/config.json"])
            }
            weights = try Checkpoint(path: ComponentWeights(folder: folder, component: "vae").located(variant: variant))
            ownConfiguration = try ConfigurationFile(path: "\(folder)/config.json")
            return
        }
        let file = try Checkpoint(path: path)
        weights = Checkpoint(path: path, entries: Self.converted(file.entries))
        ownConfiguration = try Self.configuration(of: weights, like: model.configuration("vae"))
    }

    public var path: String { model.path }
    public var notes: [String] { model.notes + ["the autoencoder is that of \(weights.path)"] }

    public func configuration(_ component: String) throws -> ConfigurationFile {
        component == "vae" ? ownConfiguration : try model.configuration(component)
    }

    public func weights(_ component: String) throws -> Checkpoint { component == "vae" ? weights : try model.weights(component) }
    public func schedulerDocument() throws -> (json: Data, file: String) { try model.schedulerDocument() }
    public func tokenizer() throws -> (folder: String, paddingID: Int?) { try model.tokenizer() }

    /// Weights under diffusers' keys, from those of either layout; what training left beside them stays behind.
    static func converted(_ entries: [String: StoredTensor]) -> [String: StoredTensor] {
        let prefix = "first_stage_model."
        let own = entries.keys.contains { $0.hasPrefix(prefix) }
        let plain = entries.reduce(into: [String: StoredTensor]()) { result, entry in
            if own, !entry.key.hasPrefix(prefix) { return }
            let key = own ? String(entry.key.dropFirst(prefix.count)) : entry.key
            if !key.hasPrefix("loss."), !key.hasPrefix("model_ema."), key.contains(".") { result[key] = entry.value }
        }
        guard plain.keys.contains(where: { $0.hasPrefix("encoder.down.") || $0.hasPrefix("decoder.up.") }) else { return plain }
        return SingleFileLayout.renamed(plain, LDMKeys.autoencoder(plain.keys))
    }

    /// The file's shapes in the model's own configuration: latents of another scale would mean nothing to its UNet.
    private static func configuration(of weights: Checkpoint, like model: ConfigurationFile) throws -> ConfigurationFile {
        var inferred = InferredConfiguration(weights).autoencoder(sampleSize: model.members["sample_size"]?.int ?? 512)
        for key in ["norm_num_groups", "scaling_factor"] { inferred[key] = model.members[key] ?? inferred[key] }
        return ConfigurationFile(path: weights.path, members: inferred)
    }
}
