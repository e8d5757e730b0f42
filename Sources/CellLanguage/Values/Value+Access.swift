/// What a native function reads from a value; an optional is looked into.
extension Value {
    public var asBool: Bool? {
        if case .bool(let value) = unwrapped { return value }
        return nil
    }

    public var asInt: Int? {
        if case .int(let value) = unwrapped { return value }
        return nil
    }

    /// A Double, or an Int widened to one.
    public var asDouble: Double? {
        switch unwrapped {
        case .double(let value): value
        case .int(let value): Double(value)
        default: nil
        }
    }

    public var asString: String? {
        if case .string(let value) = unwrapped { return value }
        return nil
    }

    /// The elements of a list.
    public var asList: [Value]? {
        if case .array(let array) = unwrapped { return array.elements }
        return nil
    }

    public var asFunction: FunctionValue? {
        if case .function(let function) = unwrapped { return function }
        return nil
    }

    public var asEnumeration: EnumerationValue? {
        if case .enumeration(let value) = unwrapped { return value }
        return nil
    }

    public var asRange: RangeValue? {
        if case .range(let value) = unwrapped { return value }
        return nil
    }

    /// The host's object, where it is of this Swift type.
    public func asObject<Object>(_ type: Object.Type = Object.self) -> Object? {
        if case .object(let object) = unwrapped { return object as? Object }
        return nil
    }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral
{
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
}
