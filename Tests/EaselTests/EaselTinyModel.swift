import Easel
import Foundation
import Personalization

/// The embedded model and pictures to teach it, with run folders of its own that vanish with it.
final class EaselTinyModel {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    let session = EaselSession()
    let model: Model
    private let runs: URL

    init(precision: EaselSession.Precision = .float32) throws {
        runs = FileManager.default.temporaryDirectory.appending(path: "easel-tests-\(UUID().uuidString)")
        session.runsFolder = runs.path
        model = try session.load(Self.repository.appending(path: "Sources/Easel/Resources/models/easel-tiny").path, precision: precision)
    }

    deinit { try? FileManager.default.removeItem(at: runs) }

    /// A concept of the notebooks, or one of the tests' own.
    func pictures(_ path: String, prompts: EaselSession.Prompts = .templates(.object)) throws -> ImageSet {
        let places = ["notebooks/concepts", "Tests/Fixtures/concepts"].map { Self.repository.appending(path: "\($0)/\(path)").path }
        let place = places.first { FileManager.default.fileExists(atPath: $0) } ?? path
        return try session.images([place], prompts: prompts)
    }
}
