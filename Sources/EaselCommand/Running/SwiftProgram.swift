import CellLanguage
import CellVerbs
import Easel
import Jupyter

/// The cells of a notebook as one Swift program for the compiler and the library `Easel`.
struct SwiftProgram {
    let notebook: Notebook
    let name: String

    /// The text of a `main.swift`, in jupytext's percent format, so that it is a script of cells as well.
    ///
    /// - Throws: `CommandError.brokenCell` for a cell that is no Swift.
    func text() throws -> String {
        var calls = ThrowingCalls(names: CellSession.throwingNames)
        var parts = ["// From \(name), by easel \(EaselVersion.current), for the compiler and the library Easel.\nimport Easel\nimport Foundation"]
        for (index, cell) in notebook.cells.enumerated() where cell.source.contains(where: { !$0.isWhitespace }) {
            switch cell.kind {
            case .code:
                do {
                    parts.append("// %%\n" + (try calls.marked(cell.source, showing: "show")))
                } catch {
                    throw CommandError.brokenCell(number: index + 1, reason: "\(error)")
                }
            default:
                let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "//" : "// \($0)" }
                parts.append("// %% [markdown]\n" + lines.joined(separator: "\n"))
            }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }
}
