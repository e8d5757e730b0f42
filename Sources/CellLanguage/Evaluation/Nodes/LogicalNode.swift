/// `&&` and `||`, which look at the right side only when they must.
final class LogicalNode: Node {
    private let isAnd: Bool
    private let left: Node
    private let right: Node

    init(isAnd: Bool, _ left: Node, _ right: Node, _ range: SourceRange) {
        self.isAnd = isAnd
        self.left = left
        self.right = right
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        if try left.isTrue(frame) != isAnd { return .bool(!isAnd) }
        return .bool(try right.isTrue(frame))
    }
}
