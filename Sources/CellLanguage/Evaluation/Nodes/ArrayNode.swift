final class ArrayNode: Node {
    private let elements: [Node]

    init(_ elements: [Node], _ range: SourceRange) {
        self.elements = elements
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try element.evaluate(frame)) }
        if values.contains(where: { if case .double = $0 { true } else { false } }) {
            for (index, element) in elements.enumerated() {
                if let literal = element as? LiteralNode { values[index] = .double(literal.double) }
            }
        }
        do { return try Value.array(ArrayValue.unified(values)).checkedDepth() } catch { throw error.located(range) }
    }
}

extension ArrayValue {
    /// A list whose elements have one type: Int widened where there are Doubles, all optional where there is a `nil`, `Any` where nothing else fits.
    static func unified(_ values: [Value]) -> ArrayValue {
        guard let first = values.first, values.count > 1 else { return ArrayValue(values) }
        let kinds = Set(values.map { $0.unwrapped.kind })
        let hasOptional = values.contains(where: \.isOptional)
        let solid = kinds.subtracting([.nil])
        if solid.count == 1, !hasOptional { return ArrayValue(values, of: first.hasEvenType ? nil : unifiedType(values)) }
        var type: ValueType = .any
        if solid == [.int, .double] {
            type = .double
        } else if solid.count == 1, let value = values.first(where: { !$0.isNil }) {
            type = value.unwrapped.type
        }
        if hasOptional { type = .optional(type) }
        return ArrayValue(values.map { type.coerced($0) ?? $0 }, of: type)
    }

    /// The type of containers beside each other, where they agree on one.
    private static func unifiedType(_ values: [Value]) -> ValueType? {
        let types = Set(values.map(\.type))
        return types.count == 1 ? nil : .any
    }
}

extension Value {
    enum Kind: Hashable {
        case nothing, `nil`, bool, int, double, string, array, dictionary, range, tuple, function, enumeration, type, object
    }

    var kind: Kind {
        switch self {
        case .nothing: .nothing
        case .nil: .nil
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .string: .string
        case .array: .array
        case .dictionary: .dictionary
        case .range: .range
        case .tuple: .tuple
        case .optional(let value): value.kind
        case .function: .function
        case .enumeration: .enumeration
        case .type: .type
        case .object: .object
        }
    }

    /// Whether all values of this kind have the same type.
    var hasEvenType: Bool {
        switch kind {
        case .bool, .int, .double, .string, .function, .enumeration: true
        default: false
        }
    }
}
