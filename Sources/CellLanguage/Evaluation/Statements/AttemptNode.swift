/// `do { … } catch { … }`
final class AttemptNode: StatementNode {
    private let body: BlockNode
    private let handler: (error: VariableReference, body: BlockNode)?

    init(_ body: BlockNode, handler: (error: VariableReference, body: BlockNode)?, _ range: SourceRange) {
        self.body = body
        self.handler = handler
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        guard let handler else { return try body.execute(frame) }
        do {
            return try body.execute(frame)
        } catch {
            guard error.isCatchable else { throw error }
            frame.declare(error.thrown ?? .string(error.description), at: handler.error)
        }
        return try handler.body.execute(frame)
    }
}
