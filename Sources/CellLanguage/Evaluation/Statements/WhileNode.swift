final class WhileNode: LoopNode {
    private let conditions: [ConditionNode]
    private let body: BlockNode

    init(number: Int, _ conditions: [ConditionNode], _ body: BlockNode, _ range: SourceRange) {
        self.conditions = conditions
        self.body = body
        super.init(number: number, range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        while try conditions.hold(frame) {
            do { try frame.execution.checkInterruption() } catch { throw error.located(range) }
            if let flow = end(after: try body.execute(frame)) { return flow }
        }
        return .next
    }
}
