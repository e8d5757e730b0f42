final class RepeatNode: LoopNode {
    private let body: BlockNode
    private let condition: Node

    init(number: Int, _ body: BlockNode, _ condition: Node, _ range: SourceRange) {
        self.body = body
        self.condition = condition
        super.init(number: number, range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        repeat {
            do { try frame.execution.checkInterruption() } catch { throw error.located(range) }
            if let flow = end(after: try body.execute(frame)) { return flow }
        } while try condition.isTrue(frame)
        return .next
    }
}
