public import Diffusion
import FoundationEssentials
import Hub
public import Personalization

extension Model {
    /// Reads a ControlNet for this model.
    ///
    /// - Parameters:
    ///   - source: a folder in diffusers' layout, a file in that or the original layout, or a repository `owner/name` of the hub.
    ///   - kinds: what its pictures show; nil for what its name says.
    ///   - variant: a storage variant of a folder's weights, such as `fp16`.
    ///   - config: for a single file, a folder with a `config.json`, or that file, where shapes don't say all.
    ///   - name: another name for it than the file's.
    /// - Throws: `DiffusionError.notAControlNet` for another network, `.foreignControl` for a net of another family; `NeuralNetworksError`, `HubError`.
    @discardableResult
    public func loadControlNet(
        _ source: String, kinds: Set<ControlKind>? = nil, variant: String? = nil, config: String? = nil, name: String? = nil
    ) throws -> ControlNet {
        let path = try controlNetPath(source, variant: variant)
        let files = try ControlNetFiles(path: path, variant: variant, configuration: config.map(ModelLocation.expanded))
        let stem = path == ModelLocation.expanded(source) ? Self.stem(of: path) : source
        return try read(files, label: controlNetLabel(name, stem), kinds: kinds ?? ControlKind.named(in: stem))
    }

    /// The net that a control is meant for: its own, or the one that fits what its pictures show.
    ///
    /// - Throws: `EaselError.noControlNet` where none fits, or several do; `DiffusionError.foreignControl`.
    func net(for control: Control) throws -> ControlNet {
        if let net = control.net {
            try net.network.requireFit(diffusion)
            return controlNets.contains { $0 === net } ? net : install(net)
        }
        let kind = control.images.first?.control
        if let kind, let net = controlNets.last(where: { $0.kinds.contains(kind) }) { return net }
        let others = kind == nil ? controlNets : controlNets.filter(\.kinds.isEmpty)
        let own = others.isEmpty ? ownControlNets.filter { place in kind.map { place.kinds.contains($0) } ?? true } : []
        if own.count == 1 { return try readOwn(own[0]) }
        guard others.count == 1 else {
            throw EaselError.noControlNet(
                kind: kind?.rawValue, loaded: controlNets.map(\.label), published: kind?.published(forWidth: diffusion.unet.configuration.crossAttentionWidth))
        }
        return others[0]
    }

    /// The nets that were made or loaded, and those that lie in the model's own folder, which are read when they are first asked for.
    ///
    /// - Throws: as loading does.
    public func allControlNets() throws -> [ControlNet] {
        for place in ownControlNets where !controlNets.contains(where: { $0.label == Self.stem(of: place.path) }) { _ = try readOwn(place) }
        return controlNets
    }

    private func readOwn(_ place: (path: String, kinds: Set<ControlKind>)) throws -> ControlNet {
        try read(ControlNetFiles(path: place.path), label: controlNetLabel(nil, Self.stem(of: place.path)), kinds: place.kinds)
    }

    /// Nets that lie in the model's own folder: `controlnet`, as diffusers saves a pipeline, or with the kinds in the name: `controlnet-canny`.
    private var ownControlNets: [(path: String, kinds: Set<ControlKind>)] {
        let folder = diffusion.files.path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("controlnet") }.sorted().map { ("\(folder)/\($0)", ControlKind.named(in: $0)) }
            .filter { ControlNetFiles.isControlNet($0.0) }
    }

    private func read(_ files: ControlNetFiles, label: String, kinds: Set<ControlKind>) throws -> ControlNet {
        try files.configuration.requireFit(diffusion)
        try FreeMemory.require(files.bytes, for: "Loading '\(label)'", remedy: "Close other programs or notebooks, or use fewer nets.")
        let network = try ProgressLine("loading \(label)", in: session).during { _ in try files.network(interruption: session.interruption).network }
        return install(ControlNet(network, label: label, kinds: kinds, modelName: name))
    }

    private func controlNetPath(_ source: String, variant: String?) throws -> String {
        let path = ModelLocation.expanded(source)
        guard !FileManager.default.fileExists(atPath: path), let repository = HubRepository(source),
            !["pt", "pth", "ckpt", "bin", "safetensors"].contains(URL(filePath: path).pathExtension)
        else { return path }
        return try session.folder(of: repository, revision: nil) { try $0.controlNet(variant: variant) }.folder
    }

    private static func stem(of path: String) -> String {
        let url = URL(filePath: path)
        let endings = ["pt", "pth", "ckpt", "bin", "safetensors"]
        return (endings.contains(url.pathExtension) ? url.deletingPathExtension() : url).lastPathComponent
    }
}
