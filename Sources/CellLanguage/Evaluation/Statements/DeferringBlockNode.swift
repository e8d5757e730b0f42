/// A block with `defer` in it: what was deferred runs at the end, the last first, whatever happened.
final class DeferringBlockNode: StatementNode {
    private let statements: [StatementNode]

    init(_ statements: [StatementNode], _ range: SourceRange) {
        self.statements = statements
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        var deferred: [BlockNode] = []
        var flow = Flow.next
        var failure: CellError?
        for statement in statements {
            if let statement = statement as? DeferNode {
                deferred.append(statement.body)
                continue
            }
            do { flow = try statement.execute(frame) } catch { failure = error }
            if flow != .next || failure != nil { break }
        }
        for block in deferred.reversed() {
            do { _ = try block.execute(frame) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        return flow
    }
}
