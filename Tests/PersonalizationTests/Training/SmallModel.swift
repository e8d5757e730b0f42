import Diffusion
import Foundation
import TestSupport

/// The small model of the fixtures. Its own vocabulary is not ours to keep here: where it is missing, the embedded model's stands in.
enum SmallModel {
    static var hasOwnVocabulary: Bool { Fixtures.file("sd1-tiny", "model/tokenizer") != nil }

    static func load() throws -> StableDiffusion {
        guard let path = Fixtures.folder("sd1-tiny/model") else { throw FixtureError.missing("sd1-tiny") }
        return try load(path)
    }

    /// The model of a folder whose vocabulary may be missing.
    static func load(_ path: String) throws -> StableDiffusion {
        guard !hasOwnVocabulary else { return try StableDiffusion(files: ModelFolder(path: path), name: "small") }
        let folder = try TemporaryFolder()
        return try withExtendedLifetime(folder) {
            let files = FileManager.default
            for name in try files.contentsOfDirectory(atPath: path) {
                try files.createSymbolicLink(atPath: "\(folder.path)/\(name)", withDestinationPath: "\(path)/\(name)")
            }
            try files.createSymbolicLink(atPath: "\(folder.path)/tokenizer", withDestinationPath: embeddedVocabulary)
            return try StableDiffusion(files: ModelFolder(path: folder.path), name: "small")
        }
    }

    private static let embeddedVocabulary = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/Easel/Resources/models/easel-tiny/tokenizer").standardized.path
}
