public import Diffusion
import FoundationEssentials
import Hub
import NeuralNetworks

extension EaselSession {
    /// How a model's weights are kept.
    public enum Precision: String, CaseIterable, Sendable {
        case float32
        case bfloat16
        case float16
    }

    /// Loads a model and makes it the current one.
    ///
    /// - Parameters:
    ///   - source: a built-in name, a folder in diffusers' layout, a single file in the original layout, or the identifier `owner/name` of a repository
    ///     of the hub: from the cache, or downloaded.
    ///   - variant: a storage variant such as `fp16`; `ema` for the averaged weights of a single file.
    ///   - revision: of a hub repository; `main` where it is left out.
    ///   - vae: another autoencoder: a folder or a file.
    ///   - config: for a single file, a folder in diffusers' layout with the configurations and the tokenizer.
    ///   - precision: `.bfloat16` keeps weights, and what training keeps for its gradients, in half of the memory.
    ///   - prediction: what the UNet of a single file predicts, where the file can't tell.
    /// - Throws: `EaselError.unknownModel`, and what is wrong with the folder or file, naming it.
    @discardableResult
    public func load(
        _ source: String, variant: String? = nil, revision: String? = nil, vae: String? = nil, config: String? = nil, prediction: PredictionType? = nil,
        precision: Precision = .float32
    ) throws -> Model {
        guard precision != .float16 else { throw EaselError.notYet("precision .float16 is") }
        let location = try ModelLocation(source, revision: revision, variant: variant, in: self)
        var files = try files(of: location, variant: variant, config: config, prediction: prediction)
        if let vae { files = try SeparateAutoencoder(autoencoder(vae, variant: variant), for: files, variant: location.isFile ? nil : variant) }
        let recommended = try location.isFile ? Recommendations() : Recommendations(folder: location.path)
        let diffusion = try ProgressLine("loading \(location.name)", in: self).during { line in
            var done = 0
            return try StableDiffusion(files: files, name: location.name, precision: precision == .bfloat16 ? .bfloat16 : .float32, interruption: interruption)
            { part in
                line.update(done, of: 4, activity: part)
                done += 1
            }
        }
        let model = Model(diffusion, recommended: recommended, session: self)
        currentModel = model
        return model
    }

    /// The path of an autoencoder that is asked for by path or by repository.
    private func autoencoder(_ source: String, variant: String?) throws -> String {
        let path = ModelLocation.expanded(source)
        guard !FileManager.default.fileExists(atPath: path), let repository = HubRepository(source) else { return path }
        return try folder(of: repository, revision: nil) { try $0.autoencoder(variant: variant) }.folder
    }

    private func files(of location: ModelLocation, variant: String?, config: String?, prediction: PredictionType?) throws -> any ModelFiles {
        if location.isFile {
            let folder = try config.map { try ModelFolder(path: ModelLocation($0, in: self).path) }
            return try SingleFile(
                path: location.path, variant: variant, configuration: folder, prediction: prediction, vocabularies: HubVocabularies(cache: hub.cache).folders)
        }
        for (name, isGiven) in [("config", config != nil), ("prediction", prediction != nil)] where isGiven {
            throw EaselError.invalidArgument(name: name, expected: "left out: a folder says it itself", found: "given")
        }
        return try ModelFolder(path: location.path, variant: variant)
    }
}
