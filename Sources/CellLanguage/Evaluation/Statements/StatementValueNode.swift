/// `if` or `switch` as a value: its statement, whose branches return.
final class StatementValueNode: Node {
    private let statement: StatementNode

    init(_ statement: StatementNode, _ range: SourceRange) {
        self.statement = statement
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let outer = frame.returned
        defer { frame.returned = outer }
        let flow = try statement.execute(frame)
        guard flow == .returned else { throw CellError(.type, "a branch gives no value", at: range) }
        return frame.returned
    }
}
