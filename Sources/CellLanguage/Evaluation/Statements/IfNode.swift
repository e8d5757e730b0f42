final class IfNode: StatementNode {
    private let clauses: [(conditions: [ConditionNode], body: BlockNode)]
    private let otherwise: BlockNode?

    init(_ clauses: [(conditions: [ConditionNode], body: BlockNode)], otherwise: BlockNode?, _ range: SourceRange) {
        self.clauses = clauses
        self.otherwise = otherwise
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        for clause in clauses where try clause.conditions.hold(frame) { return try clause.body.execute(frame) }
        return try otherwise?.execute(frame) ?? .next
    }
}
