import CellVerbs
import Easel
import Foundation
import Hub

/// A session as a notebook has one, with run folders that vanish with it.
final class NotebookBench {
    let session: CellSession
    private let folder = FileManager.default.temporaryDirectory.appending(path: "easel-cells-\(UUID().uuidString)")
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// - Parameter hub: the folder of downloads, where the bench's own is not empty.
    init(hub: (_ folder: URL) -> String? = { _ in nil }) {
        let engine = EaselSession()
        engine.runsFolder = folder.appending(path: "runs").path
        if let cache = hub(folder) { engine.hub.cache = cache }
        session = CellSession(engine: engine)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A path inside the bench's own folder.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Writes a file in the bench's folder.
    func write(_ text: String, to name: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// A cell with the paths of `MODEL` and `CATS`.
    func expanded(_ cell: String) -> String {
        cell.replacing("MODEL", with: "\"\(Self.repository)/Sources/Easel/Resources/models/easel-tiny\"")
            .replacing("CATS", with: "\"\(Self.repository)/notebooks/concepts/moss-cat/single\"")
    }

    /// Runs a cell in which `MODEL` and `CATS` stand for the embedded model and pictures of the tutorial.
    @discardableResult
    func run(_ cell: String, onDisplay: @escaping () -> Void = {}) -> (outcome: CellOutcome, output: RecordingOutput) {
        let output = RecordingOutput()
        output.onDisplay = onDisplay
        let code = expanded(cell)
        session.resetInterrupt()
        return (session.execute(code, name: "Cell 1", output: output), output)
    }

    /// The error's name and sentence; nil where the cell finished.
    func error(_ cell: String) -> String? {
        guard case .failed(let name, let message, _) = run(cell).outcome else { return nil }
        return "\(name): \(message)"
    }
}
