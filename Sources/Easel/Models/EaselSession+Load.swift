import Diffusion
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
    ///   - source: a built-in name, a folder in diffusers' layout, or the identifier `owner/name` of a repository in the hub's local cache.
    ///   - variant: a storage variant such as `fp16`.
    ///   - revision: of a hub repository; `main` where it is left out.
    /// - Throws: `EaselError.unknownModel`, and what is wrong with the folder, naming the file.
    @discardableResult
    public func load(
        _ source: String, variant: String? = nil, revision: String? = nil, vae: String? = nil, precision: Precision = .float32
    ) throws -> Model {
        guard precision == .float32 else { throw EaselError.notYet("precision .\(precision.rawValue) is") }
        let location = try ModelLocation(source, revision: revision)
        let folder = try ModelFolder(path: location.path, variant: variant, autoencoder: vae.map(ModelLocation.expanded))
        let recommended = try Recommendations(folder: location.path)
        let line = ProgressLine("loading \(location.name)", in: self)
        var done = 0
        let diffusion = try StableDiffusion(folder: folder, name: location.name, interruption: interruption) { part in
            line.update(done, of: 4, detail: part)
            done += 1
        }
        line.finish(4, of: 4)
        let model = Model(diffusion, recommended: recommended, session: self)
        currentModel = model
        return model
    }
}
