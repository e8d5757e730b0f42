import CellLanguage
import Easel
import Foundation

/// What a person may have meant by the name of a file, a folder or a model that is not there.
enum MissingName {
    /// Folders with more entries are not searched.
    private static let mostEntries = 5_000

    /// The nearest thing that is there, in the person's own spelling of the path; nil where the path exists or nothing is near.
    static func suggestion(for path: String, among names: [String] = []) -> String? {
        let expanded = ModelLocation.expanded(path)
        guard !path.isEmpty, !path.contains("*"), !FileManager.default.fileExists(atPath: expanded) else { return nil }
        if let name = NearMiss.best(for: path, among: names) { return name }
        return nearestPath(expanded).map { path.hasPrefix("~") ? $0.replacing(ModelLocation.expanded("~"), with: "~", maxReplacements: 1) : $0 }
    }

    /// The path with its first missing part replaced by the nearest of what lies in that folder.
    private static func nearestPath(_ path: String) -> String? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices where !parts[index].isEmpty {
            let there = parts[...index].joined(separator: "/")
            guard !FileManager.default.fileExists(atPath: there) else { continue }
            let folder = parts[..<index].joined(separator: "/")
            let place = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
            let entries = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
            guard entries.count <= mostEntries, let near = NearMiss.best(for: parts[index], among: entries.filter { !$0.hasPrefix(".") }) else { return nil }
            parts[index] = near
            let candidate = parts.joined(separator: "/")
            return FileManager.default.fileExists(atPath: candidate) ? candidate : parts[...index].joined(separator: "/")
        }
        return nil
    }
}

extension Call {
    /// Arguments that name files, folders or models.
    private static let paths = ["source", "file", "manifest", "vae", "config", "resume"]

    /// An error of the host's with the nearest name that exists, where one of the call's paths does not.
    func suggestingNames(_ error: CellError) -> CellError {
        guard error.kind == .host else { return error }
        for name in Self.paths where isGiven(name) {
            let models = function.name == "load" && name == "source" ? Resources.modelNames : []
            for path in (try? list(name).compactMap(\.asString)) ?? [] {
                if let near = MissingName.suggestion(for: path, among: models) { return error.adding(" Did you mean '\(near)'?") }
            }
        }
        return error
    }
}
