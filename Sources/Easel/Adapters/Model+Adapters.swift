import Diffusion
import FoundationEssentials
import Hub
public import Personalization

extension Model {
    /// A LoRA for this model, ready to be trained; it changes nothing yet.
    ///
    /// - Parameters:
    ///   - rank: how narrow its matrices are: more hold more detail.
    ///   - alpha: what they add is multiplied with alpha / rank; nil for the rank.
    ///   - targets: the layers that it changes.
    ///   - subject: what it is to learn, where the pictures' own prompts don't say it.
    ///   - name: what recipes and folders call it; nil for `lora`, counted on.
    /// - Throws: `PersonalizationError.invalidArgument`, `EaselError.foreign` for another model's subject.
    public func lora(
        rank: Int = 4, alpha: Double? = nil, targets: Set<AdapterTarget> = [.attention], subject: Subject? = nil, seed: UInt64 = 0, name: String? = nil
    ) throws -> LoRA {
        try requireTextToImage()
        if let subject { try requireOwn(subject) }
        return install(
            try LoRA(label: label(name, "lora"), rank: rank, alpha: alpha, targets: targets, subject: subject, seed: seed, in: diffusion))
    }

    /// An orthogonal fine-tuning for this model, ready to be trained; it turns nothing yet.
    ///
    /// - Parameters:
    ///   - blockSize: side of the rotated blocks: larger ones turn more freely, and are more numbers.
    ///   - constraint: the paper's epsilon, which keeps rotations small: 6e-5 there; nil for none.
    ///   - shared: whether all blocks of a layer turn alike.
    /// - Throws: `PersonalizationError.invalidArgument`, `EaselError.foreign`.
    public func oft(
        blockSize: Int = 32, constraint: Double? = nil, shared: Bool = false, subject: Subject? = nil, name: String? = nil
    ) throws -> OFT {
        try requireTextToImage()
        if let subject { try requireOwn(subject) }
        let settings = OFT.Settings(blockSize: blockSize, constraint: constraint.map { .paper($0) }, isShared: shared)
        let oft = install(try OFT(label: label(name, "oft"), settings: settings, subject: subject, in: diffusion))
        if oft.blockSizes != [blockSize] {
            let sizes = oft.blockSizes.map { "\($0)" }.joined(separator: ", ")
            session.emit(.note("Not every layer can be divided into blocks of \(blockSize): those of '\(oft.label)' are of \(sizes), as near as can be."))
        }
        return oft
    }

    /// Reads an adapter that was learnt before, here or with another tool.
    ///
    /// - Parameters:
    ///   - source: a LoRA's file of any dialect, a folder of PEFT's, or a repository `owner/name` of the hub.
    ///   - name: another name for it than the file's.
    /// - Throws: `PersonalizationError.unmatchedKeys` for a file with keys that belong to no layer, `.foreignAdapter` for one of another family,
    ///   `.notAnAdapterFile`; `NeuralNetworksError`, `HubError`.
    public func loadAdapter(_ source: String, name: String? = nil) throws -> any Adapter {
        let path = try adapterPath(source)
        let stem = URL(filePath: ModelLocation.expanded(source)).deletingPathExtension().lastPathComponent
        let adapter = try Adapters.read(path, label: label(name, stem), for: diffusion)
        session.emit(
            .note(
                "\(adapter.method.name) '\(adapter.label)': \(adapter.parameterCount) numbers for \(adapter.targets.count) layers, every key of the file used.")
        )
        return install(adapter)
    }

    /// Changes the model's own weights as adapters would, for good; `reset()` of the model brings the checkpoint's back.
    ///
    /// - Throws: `EaselError.foreign`; `.invalidArgument` for a metamodel, whose weights come from its lessons alone.
    public func merge(_ adapters: [AdapterUse]) throws {
        try requireOwn(adapters)
        if let metamodel {
            throw EaselError.invalidArgument(
                name: "adapters", expected: "merged into an ordinary model: what a metamodel knows comes from its lessons", found: "for '\(metamodel.name)'")
        }
        adapters.merge()
        diffusion.weightsDidChange()
    }

    /// Does a piece of work with adapters in use; pictures that are drawn meanwhile say so in their recipes.
    func using<Result>(_ adapters: [AdapterUse], isFixed: Bool = true, _ work: () throws -> Result) rethrows -> Result {
        let outer = inUse
        inUse += adapters
        defer { inUse = outer }
        return try adapters.during(isFixed: isFixed, work)
    }

    /// - Throws: `EaselError.foreign` for an adapter of another model; `.invalidArgument` for a strength that is no number.
    func requireOwn(_ uses: [AdapterUse]) throws {
        for use in uses {
            try requireOwn(use.adapter)
            guard use.strength.isFinite else {
                throw EaselError.invalidArgument(name: "with", expected: "adapters times finite numbers", found: "'\(use.adapter.label)' times \(use.strength)")
            }
        }
    }

    /// The adapter that a recipe means: one of its name, which may have learnt something else since.
    func adapter(for used: Recipe.UsedAdapter) -> (any Adapter)? {
        let named = adapters.filter { $0.label == used.name }
        return named.first { Self.agree(used.hash, Self.hash(of: $0)) } ?? adapters.first { Self.agree(used.hash, Self.hash(of: $0)) } ?? named.first
    }

    /// The adapters of a recipe, as far as they are here.
    func uses(of recipe: Recipe) -> [AdapterUse] {
        (recipe.adapters ?? []).compactMap { used in adapter(for: used).map { AdapterUse($0, strength: used.strength) } }
    }

    private func install<Kind: Adapter>(_ adapter: Kind) -> Kind {
        adapters.removeAll { $0.label == adapter.label }
        adapters.append(adapter)
        return adapter
    }

    /// A name that somebody chose, or the next one of a kind that is free.
    private func label(_ name: String?, _ kind: String) -> String {
        if let name, !name.allSatisfy(\.isWhitespace) { return name }
        let taken = Set(adapters.map(\.label))
        return ([kind] + (2...max(2, taken.count + 2)).map { "\(kind)-\($0)" }).first { !taken.contains($0) } ?? kind
    }

    private func adapterPath(_ source: String) throws -> String {
        let path = ModelLocation.expanded(source)
        guard !FileManager.default.fileExists(atPath: path), let repository = HubRepository(source),
            !["pt", "bin", "safetensors"].contains(URL(filePath: path).pathExtension)
        else {
            return path
        }
        let (folder, files) = try session.folder(of: repository, revision: nil) { try $0.adapter() }
        return "\(folder)/\(files[0])"
    }
}
