/// `try? value`
final class TryOptionalNode: Node {
    private let value: Node

    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        do {
            return try value.evaluate(frame).wrapped
        } catch {
            guard error.isCatchable else { throw error }
            return .nil
        }
    }
}

extension CellError {
    /// Whether a cell may go on after it; an interruption or an exhausted stack ends the cell.
    var isCatchable: Bool { kind != .interrupted && kind != .recursion && !isBrokenChain }
}
