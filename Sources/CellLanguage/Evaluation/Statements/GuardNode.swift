final class GuardNode: StatementNode {
    private let conditions: [ConditionNode]
    private let otherwise: BlockNode

    init(_ conditions: [ConditionNode], otherwise: BlockNode, _ range: SourceRange) {
        self.conditions = conditions
        self.otherwise = otherwise
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        if try conditions.hold(frame) { return .next }
        let flow = try otherwise.execute(frame)
        if flow == .next { throw CellError(.syntax, "the 'else' of 'guard' must leave: with return, break, continue or throw", at: range) }
        return flow
    }
}
