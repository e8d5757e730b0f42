/// `throw value`
final class ThrowNode: StatementNode {
    private let value: Node

    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        let value = try value.evaluate(frame)
        throw CellError(.thrown, value.description, range, isAtEnd: false, thrown: value)
    }
}
