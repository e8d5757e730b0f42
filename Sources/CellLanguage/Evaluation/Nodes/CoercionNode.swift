/// Checks a value against a type and widens it.
final class CoercionNode: Node {
    private let value: Node
    private let type: ValueType
    private let role: String

    init(_ value: Node, to type: ValueType, role: String) {
        self.value = value
        self.type = type
        self.role = role
        super.init(value.range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try value.evaluate(frame)
        do { return try type.coerced(value, as: role) } catch { throw error.located(range) }
    }
}
