import Foundation
import Testing

/// A Swift file of the package.
struct SourceFile: Sendable, CustomTestStringConvertible {
    /// The folder of the package.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Its path below `Sources` or `Tests`.
    let path: String
    let text: String

    /// Every Swift file below a folder of the package.
    static func all(below folder: String) throws -> [SourceFile] {
        let root = package.appending(path: folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        return try names.sorted().map { SourceFile(path: $0, text: try String(contentsOf: root.appending(path: $0), encoding: .utf8)) }
    }

    /// The target that it belongs to.
    var room: String { String(path.prefix { $0 != "/" }) }

    /// The modules that it imports.
    var imports: Set<String> {
        let pattern =
            /(?m)^\s*(?:@\w+(?:\([^)]*\))? +)*(?:(?:public|package|internal|fileprivate|private) +)?import +(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor) +)?(\w+)/
        return Set(text.matches(of: pattern).map { String($0.1) })
    }

    /// The text without comments and without what strings say, line by line.
    var code: [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let bare = line.contains("\"") ? line.replacing(/"(?:\\.|[^"\\])*"/, with: "\"\"") : line
            return bare.firstRange(of: "//").map { bare[..<$0.lowerBound] } ?? bare
        }
    }

    var testDescription: String { path }
}
