final class ReturnNode: StatementNode {
    private let value: Node?

    init(_ value: Node?, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        frame.returned = try value?.evaluate(frame) ?? .nothing
        return .returned
    }
}
