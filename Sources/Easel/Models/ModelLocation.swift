import FoundationEssentials

/// Where a model lies that a person asked for by name, folder, file or hub identifier.
struct ModelLocation {
    let name: String
    let path: String
    /// Whether it is a single file rather than a folder.
    let isFile: Bool

    /// - Throws: `EaselError.unknownModel`, with everything that was looked at.
    init(_ source: String, revision: String?) throws {
        let files = FileManager.default
        let expanded = Self.expanded(source)
        if let built = Resources.path("models/\(source)"), !source.contains("/"), !source.isEmpty, !source.hasPrefix(".") {
            (name, path, isFile) = (source, built, false)
            return
        }
        var isFolder = false
        if files.fileExists(atPath: expanded, isDirectory: &isFolder) {
            let url = URL(filePath: expanded)
            name = isFolder ? url.lastPathComponent : url.deletingPathExtension().lastPathComponent
            (path, isFile) = (expanded, !isFolder)
            return
        }
        let hub = HubCache()
        let repository = hub.folder(of: source)
        if let snapshot = hub.snapshot(of: source, revision: revision) {
            (name, path, isFile) = (source, snapshot, false)
            return
        }
        throw EaselError.unknownModel(source: source, known: Resources.modelNames, searched: [expanded] + (repository.map { [$0] } ?? []))
    }

    /// `~` stands for the home folder.
    static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return (ProcessInfo.processInfo.environment["HOME"] ?? "~") + path.dropFirst()
    }
}
