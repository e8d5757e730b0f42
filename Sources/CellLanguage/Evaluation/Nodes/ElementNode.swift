/// `value[key]` and `value[key, default: other]`
final class ElementNode: Node {
    private let base: Node
    private let key: Node
    private let fallback: Node?

    init(_ base: Node, _ key: Node, fallback: Node?, _ range: SourceRange) {
        self.base = base
        self.key = key
        self.fallback = fallback
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = try base.evaluate(frame)
        let key = try key.evaluate(frame)
        if case .array(let array) = value, case .int(let index) = key, index >= 0, index < array.count { return array[index] }
        do throws(CellError) {
            let element = try value.element(key)
            guard let fallback else { return element }
            guard case .dictionary(let dictionary) = value else {
                throw CellError(.argument, "only a dictionary takes 'default:' in its subscript")
            }
            return element.isNil ? try dictionary.adaptedValue(fallback.evaluate(frame)) : element.unwrapped
        } catch { throw error.located(self.key.range) }
    }
}

extension Value {
    /// The value of a subscript.
    func element(_ key: Value) throws(CellError) -> Value {
        switch (self, key) {
        case (.array(let array), .int(let index)):
            guard index >= 0, index < array.count else { throw CellError.indexOutOfRange(index, count: array.count) }
            return array[index]
        case (.array(let array), .range(let range)):
            return .array(ArrayValue(Array(array.elements[try range.places(in: array.count)]), of: array.declaredElementType))
        case (.dictionary(let dictionary), _):
            return dictionary[try dictionary.adaptedKey(key)]?.wrapped ?? .nil
        case (.object(let object), _): return try Self.element(key, of: object, self)
        case (.string, _): throw CellError(.type, "a String has no subscript; use prefix(_:), suffix(_:) or Array(text)[…]")
        case (.range(let range), .int(let index)):
            guard let count = range.count, index >= 0, index < count else {
                throw CellError.indexOutOfRange(index, count: range.count ?? 0)
            }
            return range.value(at: index)
        case (.nil, _), (.optional, _): throw CellError.needsUnwrapping(self)
        case (.array, _): throw CellError(.type, "a subscript of an array is an Int or a range of Int, not \(key.type)")
        default: throw CellError(.type, "a value of type \(type) has no subscript")
        }
    }

    private static func element(_ key: Value, of object: any CellObject, _ value: Value) throws(CellError) -> Value {
        do {
            if let element = try object.cellElement(key) { return element }
        } catch { throw CellError(hostError: error) }
        guard object.cellElements != nil else { throw CellError(.type, "a value of type \(value.type) has no subscript") }
        return try value.asCollection.element(key)
    }
}

extension CellError {
    static func indexOutOfRange(_ index: Int, count: Int) -> CellError {
        CellError(
            .index,
            count == 0 ? "the index \(index) is out of range: the collection is empty" : "the index \(index) is out of range 0..<\(count)")
    }
}
