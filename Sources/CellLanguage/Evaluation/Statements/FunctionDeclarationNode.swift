/// A nested function.
final class FunctionDeclarationNode: StatementNode {
    private let closure: ClosureNode
    private let reference: VariableReference

    init(_ closure: ClosureNode, at reference: VariableReference, _ range: SourceRange) {
        self.closure = closure
        self.reference = reference
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        frame.write(try closure.evaluate(frame), to: reference)
        return .next
    }
}
