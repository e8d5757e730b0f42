/// A type of the cell language, as declarations and annotations name it.
public indirect enum ValueType: Hashable, Sendable {
    /// Anything, `nil` included.
    case any
    /// `Void`
    case nothing
    case bool
    case int
    case double
    /// An Int or a Double, kept as it is.
    case number
    case string
    case array(ValueType)
    case dictionary(ValueType, ValueType)
    /// `Range` of a type.
    case range(ValueType)
    case closedRange(ValueType)
    case tuple([TupleElement])
    case optional(ValueType)
    case function([ValueType], ValueType)
    case enumeration(EnumerationType)
    /// A type of the host's, by its name.
    case object(String)
    /// The first of several types that fits.
    case oneOf([ValueType])
    /// One value, or a list of them.
    case oneOrMany(ValueType)

    public struct TupleElement: Hashable, Sendable {
        public let label: String?
        public let type: ValueType

        public init(_ label: String?, _ type: ValueType) {
            self.label = label
            self.type = type
        }
    }

    /// The type without the optional around it.
    public var unwrapped: ValueType {
        if case .optional(let type) = self { return type }
        return self
    }

    public var isOptional: Bool {
        switch self {
        case .optional, .any: true
        default: false
        }
    }
}

extension ValueType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .any: "Any"
        case .nothing: "()"
        case .bool: "Bool"
        case .int: "Int"
        case .double: "Double"
        case .number: "Int or Double"
        case .string: "String"
        case .array(let element): "[\(element)]"
        case .dictionary(let key, let value): "[\(key): \(value)]"
        case .range(let bound): "Range<\(bound)>"
        case .closedRange(let bound): "ClosedRange<\(bound)>"
        case .tuple(let elements):
            "(" + elements.map { ($0.label.map { $0 + ": " } ?? "") + $0.type.description }.joined(separator: ", ") + ")"
        case .optional(let type):
            if case .function = type { "(\(type))?" } else if case .oneOf = type { "(\(type))?" } else { "\(type)?" }
        case .function(let parameters, let result): "(" + parameters.map(\.description).joined(separator: ", ") + ") -> \(result)"
        case .enumeration(let type): type.name
        case .object(let name): name
        case .oneOf(let types): types.map(\.description).joined(separator: " or ")
        case .oneOrMany(let type): "\(type) or [\(type)]"
        }
    }
}

extension Value {
    /// The type of the value, as far as the value itself says it.
    public var type: ValueType {
        switch self {
        case .nothing: .nothing
        case .nil: .optional(.any)
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .string: .string
        case .array(let array): .array(array.elementType ?? .any)
        case .dictionary(let dictionary): .dictionary(dictionary.keyType ?? .any, dictionary.valueType ?? .any)
        case .range(let range): range.kind == .closed ? .closedRange(range.boundType) : .range(range.boundType)
        case .tuple(let tuple): .tuple(zip(tuple.labels, tuple.elements).map { ValueType.TupleElement($0, $1.type) })
        case .optional(let value): .optional(value.type)
        case .function(let function): function.type
        case .enumeration(let value): value.type.map { .enumeration($0) } ?? .any
        case .type(let type): .object("\(type).Type")
        case .object(let object): .object(object.cellType.name)
        }
    }
}

extension RangeValue {
    var boundType: ValueType { (lower ?? upper)?.type ?? .any }
}
