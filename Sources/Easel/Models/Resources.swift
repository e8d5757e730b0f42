import FoundationEssentials

/// The data that comes with the program: found beside it, wherever it has been moved to.
public enum Resources {
    /// Folders where resources may be, the first that exists counts: `EASEL_RESOURCES`, the build's bundle beside the program, `../share/easel`.
    package static var folders: [String] {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = URL(filePath: program).deletingLastPathComponent().path
        let fromEnvironment = ProcessInfo.processInfo.environment["EASEL_RESOURCES"].map { [$0] } ?? []
        return fromEnvironment + ["\(beside)/easel_Easel.resources/Resources", "\(beside)/../share/easel"]
    }

    /// The path of a resource, such as `models/easel-tiny`; nil where it is not installed.
    package static func path(_ name: String) -> String? {
        folders.map { "\($0)/\(name)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// Whether a path lies among the data that comes with the program.
    public static func holds(_ path: String) -> Bool { folders.contains { path.hasPrefix("\($0)/") } }

    /// Names of the models that come with the program.
    public static var modelNames: [String] {
        guard let folder = path("models"), let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }
}
