/// `value!`
final class ForceUnwrapNode: Node {
    private let value: Node

    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try value.evaluate(frame)
        if value.isNil { throw CellError(.unwrap, "the value is nil; there is nothing to unwrap", at: range) }
        return value.unwrapped
    }
}
