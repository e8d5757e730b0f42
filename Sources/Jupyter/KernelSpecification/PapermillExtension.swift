import FoundationEssentials
import Glibc

/// The module that teaches papermill to write parameters in Swift, put into Python's folders as an installer does it: with the metadata by which
/// `pip list` shows it and `pip uninstall` takes it away.
///
/// Source: "Recording installed projects" and "Entry points specification" of the Python Packaging User Guide.
public struct PapermillExtension: Sendable {
    private static let module = "easel_papermill.py"

    private let version: String
    private let environment: [String: String]

    /// `version` is what the metadata says; `environment` tells where the person keeps things.
    public init(version: String, environment: [String: String]) {
        self.version = version
        self.environment = environment
    }

    /// The folders of modules that belong to a location, of each Python that is there.
    public func folders(at location: KernelSpecLocation) -> [String] {
        switch location {
        case .prefix(let prefix): return Self.folders(inPrefix: prefix)
        case .user: return environment["HOME"].map { Self.folders(inPrefix: "\($0)/.local") } ?? []
        }
    }

    /// Folders of modules under a prefix; Debian's own name for them among them.
    private static func folders(inPrefix prefix: String) -> [String] {
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: "\(prefix)/lib")) ?? []).filter { $0.hasPrefix("python3.") }
        let folders = versions.sorted().flatMap { ["\(prefix)/lib/\($0)/site-packages", "\(prefix)/lib/\($0)/dist-packages"] }
        return folders.filter { FileManager.default.fileExists(atPath: $0) }
    }

    /// Whether the module of this version is in a folder.
    public func isInstalled(in folder: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(Self.module)") && FileManager.default.fileExists(atPath: metadata(folder))
    }

    /// Puts the module among `resources` into a folder, in the place of an earlier version.
    ///
    /// Throws: ``JupyterError/unreadableFile(path:reason:)`` and ``JupyterError/unwritableFile(path:reason:)``.
    public func install(resources: String, into folder: String) throws(JupyterError) {
        let source = try FileBytes.read("\(resources)/papermill/\(Self.module)")
        try uninstall(from: folder)
        let metadata = metadata(folder)
        guard mkdir(metadata, 0o755) == 0 else { throw .unwritableFile(path: metadata, reason: FileBytes.systemReason()) }
        try FileBytes.write(source, to: "\(folder)/\(Self.module)")
        for (name, text) in files { try FileBytes.write(Array(text.utf8), to: "\(metadata)/\(name)") }
    }

    /// Takes the module of any version out of a folder; false when there was none.
    ///
    /// Throws: ``JupyterError/unwritableFile(path:reason:)``.
    @discardableResult
    public func uninstall(from folder: String) throws(JupyterError) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let ours = names.filter { $0 == Self.module || $0.hasPrefix("easel_papermill-") && $0.hasSuffix(".dist-info") }
        for name in ours {
            do {
                try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            } catch {
                throw .unwritableFile(path: "\(folder)/\(name)", reason: "\(error)")
            }
        }
        return !ours.isEmpty
    }

    private func metadata(_ folder: String) -> String { "\(folder)/easel_papermill-\(version).dist-info" }

    private var files: [(name: String, text: String)] {
        let names = [Self.module] + ["METADATA", "INSTALLER", "entry_points.txt", "RECORD"].map { "easel_papermill-\(version).dist-info/\($0)" }
        let summary = "Parameters of papermill in notebooks of Easel's kernel"
        return [
            ("METADATA", "Metadata-Version: 2.1\nName: easel-papermill\nVersion: \(version)\nSummary: \(summary)\n"), ("INSTALLER", "easel\n"),
            ("entry_points.txt", "[papermill.engine]\neasel = easel_papermill:Engine\n"), ("RECORD", names.map { "\($0),,\n" }.joined()),
        ]
    }
}
