import Foundation
import TestSupport

/// A model folder of links to another, with a component from elsewhere in the place of its own.
final class FolderWithComponent {
    let path: String
    private let folder: TemporaryFolder

    init(_ model: String, component: String, from place: String, tokenizer: TemporaryVocabulary? = nil) throws {
        folder = try TemporaryFolder()
        path = folder.path
        let replaced = [component: place].merging(tokenizer.map { ["tokenizer": $0.path] } ?? [:]) { $1 }
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: model)).union(replaced.keys)
        for name in names {
            try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: replaced[name] ?? "\(model)/\(name)")
        }
    }
}

/// A small tokenizer folder, for tests that need one and not its ids.
final class TemporaryVocabulary {
    let path: String
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path
        try SyntheticTokenizer().write(to: path)
    }
}
