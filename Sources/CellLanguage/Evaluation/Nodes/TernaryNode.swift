final class TernaryNode: Node {
    private let condition: Node
    private let then: Node
    private let otherwise: Node

    init(_ condition: Node, _ then: Node, _ otherwise: Node, _ range: SourceRange) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        try condition.isTrue(frame) ? then.evaluate(frame) : otherwise.evaluate(frame)
    }
}
