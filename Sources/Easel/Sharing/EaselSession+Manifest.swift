import Diffusion
import FoundationEssentials
import Personalization

extension EaselSession {
    /// What another person needs to get the pictures that this session has drawn.
    public func manifest() -> Manifest {
        let pictures = drawn.pictures
        var models = currentModel.map { [$0.known] } ?? []
        for recipe in pictures.map(\.recipe) where !models.contains(where: { $0.hash == recipe.modelHash }) {
            models.append(Manifest.KnownModel(name: recipe.model, hash: recipe.modelHash))
        }
        let tokens = (currentModel?.tokens ?? []).map { token in
            Manifest.KnownToken(
                placeholder: token.placeholder, vectors: token.vectors, initializer: token.initializer, hash: Model.hash(of: token))
        }
        let adapters = (currentModel?.adapters ?? []).map { adapter in
            Manifest.KnownAdapter(
                name: adapter.label, method: adapter.method.name, parameterCount: adapter.parameterCount, hash: Model.hash(of: adapter))
        }
        return Manifest(
            easel: EaselVersion.current, machine: .current, models: models, tokens: tokens, adapters: adapters, trainings: trained, pictures: pictures)
    }

    /// Writes a manifest as JSON.
    ///
    /// - Throws: `EaselError.unwritableFile`.
    public func save(_ manifest: Manifest, to path: String) throws {
        do {
            try Data(manifest.json.utf8).write(to: URL(filePath: ModelLocation.expanded(path)), options: .atomic)
        } catch {
            throw EaselError.unwritableFile(path: path, reason: "the folder is not there or may not be written")
        }
    }
}

extension Model {
    /// The model as a manifest names it. The commit of a repository is the name of its folder in the hub's cache.
    fileprivate var known: Manifest.KnownModel {
        let path = URL(filePath: diffusion.files.path)
        let isFromHub = path.deletingLastPathComponent().lastPathComponent == "snapshots"
        let source = Resources.holds(path.path) ? "built in" : isFromHub ? "hub" : "local"
        return Manifest.KnownModel(name: name, hash: hash, source: source, revision: isFromHub ? path.lastPathComponent : nil)
    }
}
