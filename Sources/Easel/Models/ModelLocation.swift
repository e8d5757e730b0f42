import FoundationEssentials

/// Where a model lies that a person asked for by name, folder or hub identifier.
struct ModelLocation {
    let name: String
    let path: String

    /// - Throws: `EaselError.unknownModel`, with everything that was looked at; `EaselError.notYet` for forms of a later version.
    init(_ source: String, revision: String?) throws {
        let files = FileManager.default
        let expanded = Self.expanded(source)
        if let built = Resources.path("models/\(source)"), !source.contains("/"), !source.isEmpty, !source.hasPrefix(".") {
            (name, path) = (source, built)
            return
        }
        var isFolder = false
        if files.fileExists(atPath: expanded, isDirectory: &isFolder) {
            guard isFolder else { throw EaselError.notYet("Loading a single file ('\(source)') is") }
            name = URL(filePath: expanded).lastPathComponent
            path = expanded
            return
        }
        let snapshots = Self.hubFolder(source)
        if let snapshots, let snapshot = Self.snapshot(in: snapshots, revision: revision) {
            (name, path) = (source, snapshot)
            return
        }
        throw EaselError.unknownModel(source: source, known: Resources.modelNames, searched: [expanded] + (snapshots.map { [$0] } ?? []))
    }

    /// `~` stands for the home folder.
    static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return (ProcessInfo.processInfo.environment["HOME"] ?? "~") + path.dropFirst()
    }

    /// Where the hub's own client keeps a downloaded repository.
    ///
    /// Source: huggingface_hub's cache layout, `models--owner--name/{refs,snapshots}`.
    private static func hubFolder(_ source: String) -> String? {
        let parts = source.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasPrefix("~") }) else { return nil }
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/"
        let cache = environment["HF_HUB_CACHE"] ?? environment["HF_HOME"].map { "\($0)/hub" } ?? "\(home)/.cache/huggingface/hub"
        return "\(cache)/models--\(parts[0])--\(parts[1])"
    }

    private static func snapshot(in folder: String, revision: String?) -> String? {
        let revision = revision ?? "main"
        guard !revision.contains("..") else { return nil }
        let reference = FileManager.default.contents(atPath: "\(folder)/refs/\(revision)").map { String(decoding: $0, as: UTF8.self) }
        let hash = reference?.filter { !$0.isWhitespace } ?? revision
        let path = "\(folder)/snapshots/\(hash)"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
