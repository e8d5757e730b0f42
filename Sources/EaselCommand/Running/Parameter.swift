import ArgumentParser
import CellLanguage
import JSONValues
import Jupyter

/// A variable that the command line sets: `name=value`. A number, a truth value, a quoted text, a list or a `.case` is taken as it stands, anything
/// else is text.
struct Parameter: ExpressibleByArgument, Sendable {
    let name: String
    /// The value as a cell would have it.
    let literal: String

    init?(argument: String) {
        guard let cut = argument.firstIndex(of: "=") else { return nil }
        let name = argument[..<cut]
        let value = String(argument[argument.index(after: cut)...])
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isXIDStart,
            name.unicodeScalars.allSatisfy({ $0.properties.isXIDContinue })
        else { return nil }
        self.name = String(name)
        literal = Self.isLiteral(value) ? value : Self.quoted(value)
        guard CellLanguage.Completeness.of(declaration) == .complete else { return nil }
    }

    var declaration: String { "let \(name) = \(literal)" }

    private static func isLiteral(_ value: String) -> Bool {
        let isNumber = Int(value) != nil || Double(value).map { $0.isFinite && value.contains(where: \.isNumber) } == true
        return isNumber || ["true", "false", "nil"].contains(value) || ["\"", "["].contains(value.first)
    }

    private static func quoted(_ text: String) -> String {
        let inner = text.map { character in
            switch character {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(character)
            }
        }
        return "\"\(inner.joined())\""
    }
}

extension Notebook {
    /// Puts a cell with the parameters behind the one that is tagged `parameters`, or before all others, in the place of an injected one.
    ///
    /// Source: papermill's documentation, "Parameterize".
    mutating func inject(_ parameters: [Parameter]) {
        guard !parameters.isEmpty else { return }
        let cell = NotebookCell(
            source: "// Parameters\n" + parameters.map(\.declaration).joined(separator: "\n"), id: "injected-parameters",
            metadata: ["tags": ["injected-parameters"]])
        let old = cells.firstIndex { $0.tags.contains("injected-parameters") }
        if let old { cells.remove(at: old) }
        let defaults = cells.firstIndex { $0.tags.contains("parameters") }
        cells.insert(cell, at: defaults.map { $0 + 1 } ?? old ?? 0)
    }
}
