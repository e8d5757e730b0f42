/// `[Int](…)`: a collection of a given type.
final class ConversionNode: Node {
    private let type: ValueType
    private let call: Node?

    init(_ type: ValueType, _ call: Node?, _ range: SourceRange) {
        self.type = type
        self.call = call
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try call?.evaluate(frame) ?? type.emptyCollection
        do { return try type.coerced(value, as: "the value") } catch { throw error.located(range) }
    }
}

extension ValueType {
    var emptyCollection: Value {
        switch self {
        case .dictionary(let key, let value): .dictionary(DictionaryValue(keyType: key, valueType: value))
        case .array(let element): .array(ArrayValue([], of: element))
        default: .nothing
        }
    }
}
