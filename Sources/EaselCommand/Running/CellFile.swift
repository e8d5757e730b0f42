import Foundation
import JSONValues
import Jupyter

/// Files that hold cells.
enum CellFile {
    /// Reads a notebook, or a script as a notebook.
    ///
    /// Throws: ``JupyterError`` where the file cannot be read or is no notebook, ``CommandError/unknownKind(path:)``.
    static func read(_ path: String) throws -> Notebook {
        switch URL(filePath: path).pathExtension {
        case "ipynb": return try Notebook(path: path)
        case "swift":
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw JupyterError.unreadableFile(path: path, reason: "it does not exist or is not UTF-8 text")
            }
            return Notebook(cells: cells(ofScript: text))
        default: throw CommandError.unknownKind(path: path)
        }
    }

    /// The cells of a script: a line `// %%` begins a new one, `// %% [markdown]` one of text, and `tags=["parameters"]` behind it gives tags.
    ///
    /// Source: the jupytext documentation, "The percent format".
    static func cells(ofScript text: String) -> [NotebookCell] {
        var cells: [NotebookCell] = []
        var head = ""
        var lines: [Substring] = []
        func finish() {
            let source = lines.drop { $0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
            guard source.contains(where: { !$0.isWhitespace }) else { return }
            cells.append(cell(head: head, source: source.trimmingCharacters(in: .newlines)))
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(withoutCarriageReturn) {
            if line.hasPrefix("// %%") {
                finish()
                (head, lines) = (String(line), [])
            } else {
                lines.append(line)
            }
        }
        finish()
        return cells
    }

    private static func withoutCarriageReturn(_ line: Substring) -> Substring {
        line.hasSuffix("\r") ? line.dropLast() : line
    }

    private static func cell(head: String, source: String) -> NotebookCell {
        guard head.contains("[markdown]") else {
            let tags = tags(in: head)
            return NotebookCell(source: source, metadata: tags.isEmpty ? [:] : ["tags": .array(tags.map { .string($0) })])
        }
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        return NotebookCell(kind: .markdown, source: lines.map(withoutCommentMark).joined(separator: "\n"))
    }

    private static func withoutCommentMark(_ line: Substring) -> Substring {
        for mark in ["// ", "//"] where line.hasPrefix(mark) { return line.dropFirst(mark.count) }
        return line
    }

    private static func tags(in head: String) -> [String] {
        guard let start = head.range(of: "tags=["), let end = head[start.upperBound...].firstIndex(of: "]") else { return [] }
        return head[start.upperBound..<end].split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"'")) }
    }
}
