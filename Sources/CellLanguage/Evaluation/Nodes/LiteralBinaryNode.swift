/// An operator beside a literal whose type depends on the other operand.
final class LiteralBinaryNode: Node {
    private let operation: Operator
    private let literal: LiteralNode
    private let other: Node
    private let isLiteralLeft: Bool
    private let place: SourceRange

    init(_ operation: Operator, literal: LiteralNode, other: Node, isLiteralLeft: Bool, at place: SourceRange, _ range: SourceRange) {
        self.operation = operation
        self.literal = literal
        self.other = other
        self.isLiteralLeft = isLiteralLeft
        self.place = place
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let other = try other.evaluate(frame)
        let literal = try literal.evaluate(frame, beside: other)
        do {
            return try isLiteralLeft ? operation.apply(literal, other) : operation.apply(other, literal)
        } catch { throw error.located(error.kind == .arithmetic ? range : place) }
    }
}
