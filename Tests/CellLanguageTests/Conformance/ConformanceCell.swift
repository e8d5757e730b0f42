import Foundation
import Testing

/// A file of `Cells/`: Swift with what it must do in comments.
///
/// `// expect:` a line of output, `// result:` the text of the last result, `// error:` the error's name and message (or their beginning),
/// `// underlined:` the text that the error points at, `// cell` the beginning of another cell of the same session,
/// `// easel-only` no program for the Swift compiler.
struct ConformanceCell: Sendable, CustomTestStringConvertible {
    let name: String
    let cells: [String]
    let expected: [String]
    let result: String?
    let error: String?
    let underlined: String?
    let isEaselOnly: Bool

    var testDescription: String { name }

    /// Whether the Swift compiler must agree.
    var isLegalSwift: Bool { !isEaselOnly && error == nil && result == nil && cells.count == 1 }

    init(name: String, text: String) {
        self.name = name
        func comments(_ key: String) -> [String] {
            text.split(separator: "\n").compactMap { line in
                line.range(of: "// \(key):").map { range in
                    let rest = line[range.upperBound...]
                    return String(rest.hasPrefix(" ") ? rest.dropFirst() : rest)
                }
            }
        }
        expected = comments("expect")
        result = comments("result").first
        error = comments("error").first
        underlined = comments("underlined").first
        isEaselOnly = text.contains("// easel-only")
        cells = text.components(separatedBy: "// cell\n")
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Cells")

    static let all: [ConformanceCell] = {
        let features = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return features.sorted().flatMap { feature in
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: feature).path)) ?? []
            return files.filter { $0.hasSuffix(".swift") }.sorted().compactMap { file in
                let path = folder.appending(path: feature).appending(path: file)
                return (try? String(contentsOf: path, encoding: .utf8)).map {
                    ConformanceCell(name: "\(feature)/\(file.dropLast(6))", text: $0)
                }
            }
        }
    }()
}
