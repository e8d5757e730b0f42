/// Statements one after the other, with the functions that they declare known to each other from the start.
final class BlockNode {
    private let statements: [StatementNode]
    /// Boxes of nested functions: made first, so that functions may call those declared below them.
    var functionBoxes: [Int] = []

    init(_ statements: [StatementNode]) {
        self.statements = statements
    }

    func execute(_ frame: Frame) throws(CellError) -> Flow {
        for box in functionBoxes { frame.boxes[box] = Variable(.nothing) }
        for statement in statements {
            let flow = try statement.execute(frame)
            if flow != .next { return flow }
        }
        return .next
    }
}

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

/// `defer { … }`; the block around it runs the body.
final class DeferNode: StatementNode {
    let body: BlockNode

    init(_ body: BlockNode, _ range: SourceRange) {
        self.body = body
        super.init(range)
    }
}
