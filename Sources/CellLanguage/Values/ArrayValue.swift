/// A list with the type of its elements, where that is known.
public struct ArrayValue: @unchecked Sendable {
    private final class Storage {
        var elements: [Value]
        var elementType: ValueType?
        var depth: Int

        init(_ elements: [Value], _ elementType: ValueType?, depth: Int) {
            self.elements = elements
            self.elementType = elementType
            self.depth = depth
        }
    }

    private var storage: Storage

    /// A list. Without a type its elements say what fits into it.
    public init(_ elements: [Value], of elementType: ValueType? = nil) {
        storage = Storage(elements, elementType, depth: 1 + elements.reduce(0) { max($0, $1.depth) })
    }

    private init(_ storage: Storage) { self.storage = storage }

    /// The same elements as a list of another type, unchecked.
    func retyped(_ elementType: ValueType?) -> ArrayValue {
        ArrayValue(Storage(storage.elements, elementType, depth: storage.depth))
    }

    public var elements: [Value] { storage.elements }
    public var count: Int { storage.elements.count }
    public subscript(index: Int) -> Value { storage.elements[index] }

    /// The declared type of the elements, or the type of the first one.
    public var elementType: ValueType? { storage.elementType ?? storage.elements.first?.type }
    var declaredElementType: ValueType? { storage.elementType }
    var depth: Int { storage.depth }

    /// Changes the elements in place, copying them first when another value shares them.
    mutating func update<Result>(_ body: (inout [Value]) throws(CellError) -> Result) throws(CellError) -> Result {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.elements, storage.elementType, depth: storage.depth) }
        return try body(&storage.elements)
    }

    /// Adds to the depth what a new element needs, after it was put in with ``update(_:)``.
    mutating func noteDepth(of element: Value) throws(CellError) {
        let depth = element.depth + 1
        guard depth > storage.depth else { return }
        guard depth <= Value.nestingLimit else {
            throw CellError(.limit, "a value can't be nested more than \(Value.nestingLimit) levels deep")
        }
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.elements, storage.elementType, depth: storage.depth) }
        storage.depth = depth
    }

    /// What a new element becomes in this list: widened to the type of the others.
    ///
    /// - Throws: a type error where it does not fit.
    func adapted(_ element: Value) throws(CellError) -> Value {
        if let type = storage.elementType {
            return try type.coerced(element, as: "an element of an array of \(type)")
        }
        guard let first = storage.elements.first else { return element }
        switch (first, element) {
        case (.int, .int), (.double, .double), (.string, .string), (.bool, .bool): return element
        case (.double, .int(let value)): return .double(Double(value))
        case (.object, .object), (.enumeration, .enumeration), (.function, .function): return element
        default: return try first.type.coerced(element, as: "an element of an array of \(first.type)")
        }
    }
}
