/// `value ?? other`
final class CoalescingNode: Node {
    private let value: Node
    private let other: Node

    init(_ value: Node, _ other: Node, _ range: SourceRange) {
        self.value = value
        self.other = other
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try value.evaluate(frame)
        if value.isNil { return try other.evaluate(frame) }
        let (result, _) = Value.widened(value.unwrapped, .nil)
        return result
    }
}
