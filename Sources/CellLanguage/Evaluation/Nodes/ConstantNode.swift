final class ConstantNode: Node {
    let value: Value

    init(_ value: Value, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value { value }
}
