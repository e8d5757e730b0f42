import Diffusion
import FoundationEssentials
import NeuralNetworks
public import Personalization

extension EaselSession {
    /// Finds a model that learns many subjects, or makes one of the current model's checkpoint, and makes it the current model.
    ///
    /// - Parameters:
    ///   - kind: who may find it, and whether it goes on learning.
    ///   - owner: who speaks; the person who is logged in where it is left out.
    /// - Throws: `EaselError.noModel` where there is nothing to start from; `PersonalizationError.archive`.
    @discardableResult
    public func metamodel(_ name: String, kind: ModelKind = .meta, owner: String? = nil) throws -> Model {
        let (archive, owner) = (try openArchive(), owner ?? Self.person)
        for (argument, text) in [("name", name), ("owner", owner)] where text.allSatisfy(\.isWhitespace) {
            throw EaselError.invalidArgument(name: argument, expected: "a name", found: "empty")
        }
        if currentModel?.diffusion.precision == .bfloat16 {
            throw EaselError.invalidArgument(
                name: "precision", expected: ".float32 where a metamodel is made or found: its lessons teach the whole UNet, which is kept so",
                found: ".bfloat16")
        }
        let known = try archive.metamodel(name, kind: kind, owner: owner)
        let model = try known.map { try loadBase(of: $0) } ?? copyOfCurrent(named: name)
        let base = MetamodelRecord.Base(
            name: currentModel?.metamodel?.record.base.name ?? currentModel?.name ?? name, path: model.diffusion.files.path, hash: model.hash)
        let record = try known ?? archive.makeMetamodel(name, kind: kind, owner: owner, base: base)
        guard record.base.hash == model.hash else {
            throw EaselError.invalidArgument(
                name: "name",
                expected: "that of a model made from this checkpoint; '\(record.name)' was made from '\(record.base.name)', "
                    + "whose weights have the SHA-256 \(record.base.hash.prefix(12))…", found: "\(model.hash.prefix(12))…")
        }
        let metamodel = Metamodel(record, owner: owner, archive: archive)
        try metamodel.bringUpToDate(model.diffusion)
        model.metamodel = metamodel
        currentModel = model
        return model
    }

    /// What was taught on this machine, as far as a person may see it.
    public func metamodels(owner: String? = nil) throws -> [MetamodelRecord] { try openArchive().metamodels(visibleTo: owner ?? Self.person) }

    private func openArchive() throws -> any MetamodelArchive {
        guard let archive else { throw EaselError.notYet("Keeping models without a registry (EaselSession.archive) is") }
        return archive
    }

    /// Another copy of the current model, as its checkpoint has it: what the current one has learnt stays with it.
    private func copyOfCurrent(named name: String) throws -> Model {
        let current = try model()
        try current.requireTextToImage()
        return try load(current.diffusion.files, name: name, recommended: current.recommended)
    }

    /// The checkpoint that a model started from: the current model's where it is that one, otherwise from where it was.
    private func loadBase(of record: MetamodelRecord) throws -> Model {
        if let current = currentModel, current.diffusion.files.path == record.base.path {
            return try load(current.diffusion.files, name: record.name, recommended: current.recommended)
        }
        let isThere = FileManager.default.fileExists(atPath: record.base.path)
        let model = try load(isThere ? record.base.path : record.base.name)
        return try load(model.diffusion.files, name: record.name, recommended: model.recommended)
    }

    private func load(_ files: any ModelFiles, name: String, recommended: Recommendations) throws -> Model {
        Model(try StableDiffusion(files: files, name: name, interruption: interruption), recommended: recommended, session: self)
    }

    /// Who is logged in.
    private static var person: String {
        let environment = ProcessInfo.processInfo.environment
        return ["EASEL_OWNER", "USER", "LOGNAME"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "me"
    }
}
