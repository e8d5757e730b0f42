/// A piece of resolved program that gives a value.
class Node {
    let range: SourceRange

    init(_ range: SourceRange) { self.range = range }

    func evaluate(_ frame: Frame) throws(CellError) -> Value { .nothing }
}

/// A piece of resolved program that does something.
class StatementNode {
    let range: SourceRange

    init(_ range: SourceRange) { self.range = range }

    func execute(_ frame: Frame) throws(CellError) -> Flow { .next }
}

/// Where execution goes on after a statement.
enum Flow: Equatable {
    case next
    /// Out of the loop or switch with this number.
    case broken(Int)
    case continued(Int)
    case fallsThrough
    case returned
}

final class ConstantNode: Node {
    let value: Value

    init(_ value: Value, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value { value }
}

/// Arithmetic of Int literals only, such as `1 / 2`: an Int, unless what it meets makes it a Double, as Swift types literals.
final class LiteralNode: Node {
    let int: Node
    let double: Double

    init(int: Node, double: Double) {
        self.int = int
        self.double = double
        super.init(int.range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value { try int.evaluate(frame) }

    /// The value beside another operand.
    func evaluate(_ frame: Frame, beside other: Value) throws(CellError) -> Value {
        if case .double = other { return .double(double) }
        return try int.evaluate(frame)
    }
}

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

final class StringNode: Node {
    enum Part {
        case text(String)
        case value(Node)
    }

    private let parts: [Part]

    init(_ parts: [Part], _ range: SourceRange) {
        self.parts = parts
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        var text = ""
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .value(let node): text += try node.evaluate(frame).description
            }
            do { try Limits.checkString(text.utf8.count) } catch { throw error.located(range) }
        }
        return .string(text)
    }
}

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

final class DictionaryNode: Node {
    private let pairs: [(key: Node, value: Node)]

    init(_ pairs: [(key: Node, value: Node)], _ range: SourceRange) {
        self.pairs = pairs
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        var keys: [Value] = []
        var values: [Value] = []
        for pair in pairs {
            keys.append(try pair.key.evaluate(frame))
            values.append(try pair.value.evaluate(frame))
        }
        let keyList = ArrayValue.unified(keys)
        let valueList = ArrayValue.unified(values)
        var dictionary = DictionaryValue(keyType: keyList.declaredElementType, valueType: valueList.declaredElementType)
        for (index, key) in keyList.elements.enumerated() {
            do throws(CellError) {
                let key = try dictionary.adaptedKey(key)
                guard dictionary[key] == nil else { throw CellError(.argument, "the key \(key.debugDescription) is given twice") }
                dictionary.set(key, valueList[index])
            } catch { throw error.located(pairs[index].key.range) }
        }
        do { return try Value.dictionary(dictionary).checkedDepth() } catch { throw error.located(range) }
    }
}

final class TupleNode: Node {
    private let elements: [Node]
    private let labels: [String?]

    init(_ elements: [Node], labels: [String?], _ range: SourceRange) {
        self.elements = elements
        self.labels = labels
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        if elements.isEmpty { return .nothing }
        var values: [Value] = []
        for element in elements { values.append(try element.evaluate(frame)) }
        do { return try Value.tuple(TupleValue(values, labels: labels)).checkedDepth() } catch { throw error.located(range) }
    }
}

/// `.name` or `.name(…)` whose type only a parameter will say.
final class ImplicitMemberNode: Node {
    private let name: String
    private let arguments: [(label: String?, value: Node)]

    init(_ name: String, _ arguments: [(label: String?, value: Node)], _ range: SourceRange) {
        self.name = name
        self.arguments = arguments
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        var values: [(label: String?, value: Value)] = []
        for argument in arguments { values.append((argument.label, try argument.value.evaluate(frame))) }
        do { return try Value.enumeration(EnumerationValue(name, arguments: values)).checkedDepth() } catch { throw error.located(range) }
    }
}
