final class JumpNode: StatementNode {
    private let flow: Flow

    init(_ flow: Flow, _ range: SourceRange) {
        self.flow = flow
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow { flow }
}
