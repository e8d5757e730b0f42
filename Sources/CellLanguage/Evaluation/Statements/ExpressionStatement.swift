/// An expression whose value is not used.
final class ExpressionStatement: StatementNode {
    private let value: Node

    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        _ = try value.evaluate(frame)
        return .next
    }
}
