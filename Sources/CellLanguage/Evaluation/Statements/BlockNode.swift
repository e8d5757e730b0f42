/// Statements one after the other, with the functions that they declare known to each other from the start.
final class BlockNode {
    private let statements: [StatementNode]
    /// Boxes of nested functions: made first, so that functions may call those declared below them.
    var functionBoxes: [Int] = []

    init(_ statements: [StatementNode]) {
        self.statements = statements
    }

    func execute(_ frame: Frame) throws(CellError) -> Flow {
        for box in functionBoxes { frame.boxes[box] = Variable(.nothing) }
        for statement in statements {
            let flow = try statement.execute(frame)
            if flow != .next { return flow }
        }
        return .next
    }
}
