/// A value of the cell language.
///
/// Values have Swift's value semantics; functions and objects are references. They are made and used on the session's thread: what other threads
/// see of them are the texts in a ``NamesSnapshot``. That is why the conformance is unchecked.
public enum Value: @unchecked Sendable {
    /// `()`, what a function without a result gives.
    case nothing
    case `nil`
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array(ArrayValue)
    case dictionary(DictionaryValue)
    case range(RangeValue)
    case tuple(TupleValue)
    /// An optional that holds a value; an optional never holds another.
    indirect case optional(Value)
    case function(FunctionValue)
    case enumeration(EnumerationValue)
    /// A type used as a value, as in `Double.pi` and `[Int]()`.
    case type(ValueType)
    case object(any CellObject)

    /// Containers inside each other; a value nested more deeply is an error of the cell.
    static let nestingLimit = 200

    /// A list whose element type is found from its elements.
    public static func list(_ elements: [Value]) -> Value { .array(ArrayValue(elements)) }

    /// A tuple such as `(offset: 0, element: "a")`.
    public static func labelled(_ elements: KeyValuePairs<String, Value>) -> Value {
        .tuple(TupleValue(elements.map(\.value), labels: elements.map { $0.key.isEmpty ? nil : $0.key }))
    }

    /// The value as an optional: `nil` and optionals stay what they are.
    public var wrapped: Value {
        switch self {
        case .nil, .optional: self
        default: .optional(self)
        }
    }

    /// The value without the optional around it; `nil` stays.
    public var unwrapped: Value {
        if case .optional(let value) = self { return value }
        return self
    }

    public var isNil: Bool {
        if case .nil = self { return true }
        return false
    }

    var isNothing: Bool {
        if case .nothing = self { return true }
        return false
    }

    var isOptional: Bool {
        switch self {
        case .nil, .optional: true
        default: false
        }
    }

    /// Containers inside each other, this one included; 0 for what contains nothing.
    var depth: Int {
        switch self {
        case .array(let array): array.depth
        case .dictionary(let dictionary): dictionary.depth
        case .tuple(let tuple): tuple.depth
        case .enumeration(let enumeration): enumeration.depth
        case .optional(let value): value.depth
        default: 0
        }
    }

    /// The value, or an error where it is nested too deeply.
    func checkedDepth() throws(CellError) -> Value {
        guard depth <= Self.nestingLimit else {
            throw CellError(.limit, "a value can't be nested more than \(Self.nestingLimit) levels deep")
        }
        return self
    }
}
