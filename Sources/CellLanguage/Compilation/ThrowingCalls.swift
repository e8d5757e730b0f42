/// A cell as the Swift compiler wants it: `try` before every expression that calls a function which throws, `throws` behind the parameters of
/// functions with such calls. Cells need neither.
public struct ThrowingCalls {
    /// Names of functions and methods that throw.
    public private(set) var names: Set<String>

    public init(names: Set<String>) { self.names = names }

    /// The cell with what is missing, and whether its last statement is an expression whose value a notebook would show. Functions that the cell
    /// declares are remembered for the cells after it.
    ///
    /// - Throws: where the text is no cell.
    public mutating func marked(_ text: String, showing show: String) throws(CellError) -> String {
        let source = SourceText(text, name: "")
        let program = try Parser.parse(source).program
        var insertions = Insertions(names: names, source: source)
        // A function may call one that is declared after it.
        var count = -1
        while count != insertions.names.count {
            count = insertions.names.count
            insertions.begin()
            program.statements.forEach { insertions.visit($0) }
        }
        names = insertions.names
        if !program.isSilenced, let last = program.statements.last, case .expression(let value) = last.kind, !value.isAssertedly(of: ["print", "show"]) {
            insertions.surround(value, with: show)
        }
        return insertions.applied()
    }
}

extension Expression {
    /// Whether the expression is a call of one of these functions, whose value is nothing.
    fileprivate func isAssertedly(of functions: Set<String>) -> Bool {
        guard case .call(let callee, _) = kind, case .identifier(let name) = callee.kind else { return false }
        return functions.contains(name)
    }
}
