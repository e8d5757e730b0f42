import FoundationEssentials
import Hub

/// Where a model lies that a person asked for by name, folder, file or hub identifier.
package struct ModelLocation {
    let name: String
    let path: String
    /// Whether it is a single file rather than a folder.
    let isFile: Bool

    /// - Throws: `EaselError.unknownModel`, with everything that was looked at; `HubError` for a repository that can't be had.
    init(_ source: String, revision: String? = nil, variant: String? = nil, in session: EaselSession) throws {
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
        guard let repository = HubRepository(source) else {
            throw EaselError.unknownModel(source: source, known: Resources.modelNames, searched: [expanded])
        }
        (name, isFile) = (source, false)
        path = try session.folder(of: repository, revision: revision) { try $0.model(variant: variant) }.folder
    }

    /// `~` stands for the home folder.
    package static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return (ProcessInfo.processInfo.environment["HOME"] ?? "~") + path.dropFirst()
    }
}
