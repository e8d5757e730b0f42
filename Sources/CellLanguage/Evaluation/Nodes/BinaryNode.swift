final class BinaryNode: Node {
    private let operation: Operator
    private let left: Node
    private let right: Node
    private let place: SourceRange

    init(_ operation: Operator, _ left: Node, _ right: Node, at place: SourceRange, _ range: SourceRange) {
        self.operation = operation
        self.left = left
        self.right = right
        self.place = place
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let left = try left.evaluate(frame)
        let right = try right.evaluate(frame)
        do { return try operation.apply(left, right) } catch { throw error.located(error.kind == .arithmetic ? range : place) }
    }
}
