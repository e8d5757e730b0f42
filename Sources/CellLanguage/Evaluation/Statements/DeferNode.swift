/// `defer { … }`; the block around it runs the body.
final class DeferNode: StatementNode {
    let body: BlockNode

    init(_ body: BlockNode, _ range: SourceRange) {
        self.body = body
        super.init(range)
    }
}
