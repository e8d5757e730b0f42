extension Value: Hashable {
    /// The same value; values of different types are different.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.nothing, .nothing), (.nil, .nil): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.double(let a), .double(let b)): a == b
        case (.int(let a), .double(let b)), (.double(let b), .int(let a)): Double(a) == b
        case (.string(let a), .string(let b)): a == b
        case (.optional(let a), .optional(let b)): a == b
        case (.optional(let a), let b), (let b, .optional(let a)): a == b
        case (.array(let a), .array(let b)): a.elements == b.elements
        case (.dictionary(let a), .dictionary(let b)): a.count == b.count && a.keys.allSatisfy { a[$0] == b[$0] }
        case (.tuple(let a), .tuple(let b)): a.elements == b.elements
        case (.range(let a), .range(let b)): a.kind == b.kind && a.lower == b.lower && a.upper == b.upper && a.step == b.step
        case (.enumeration(let a), .enumeration(let b)):
            a.caseName == b.caseName && (a.type == nil || b.type == nil || a.type == b.type)
                && a.arguments.map(\.value) == b.arguments.map(\.value)
        case (.function(let a), .function(let b)): a === b
        case (.type(let a), .type(let b)): a == b
        case (.object(let a), .object(let b)): a.isCellEqual(to: b)
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(Double(value))
        case .double(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .optional(let value): value.hash(into: &hasher)
        case .enumeration(let value): hasher.combine(value.caseName)
        case .array(let array): array.elements.hash(into: &hasher)
        case .tuple(let tuple): tuple.elements.hash(into: &hasher)
        default: hasher.combine(0)
        }
    }

    /// Whether it can be a key of a dictionary.
    var isHashable: Bool {
        switch self {
        case .bool, .int, .double, .string, .enumeration: true
        case .optional(let value): value.isHashable
        case .array(let array): array.elements.allSatisfy(\.isHashable)
        default: false
        }
    }

    /// Both as Double when one of them is.
    static func widened(_ left: Value, _ right: Value) -> (Value, Value) {
        switch (left, right) {
        case (.int(let a), .double): (.double(Double(a)), right)
        case (.double, .int(let b)): (left, .double(Double(b)))
        default: (left, right)
        }
    }

    /// Equality as `==` of the language has it.
    ///
    /// - Throws: a type error for values that can't be equal because of their types.
    func equals(_ other: Value) throws(CellError) -> Bool {
        switch (self, other) {
        case (.function, _), (_, .function): throw CellError(.type, "functions can't be compared")
        case (.nil, _), (_, .nil): return isNil && other.isNil
        default: break
        }
        let (left, right) = (unwrapped, other.unwrapped)
        guard left.isComparable(with: right) else {
            throw CellError(.type, "a value of type \(type) can't be compared with one of type \(other.type)")
        }
        return left == right
    }

    private func isComparable(with other: Value) -> Bool {
        switch (self, other) {
        case (.int, .double), (.double, .int), (.int, .int), (.double, .double), (.bool, .bool), (.string, .string), (.nothing, .nothing):
            true
        case (.array, .array), (.dictionary, .dictionary), (.range, .range), (.enumeration, .enumeration), (.object, .object),
            (.type, .type):
            true
        case (.tuple(let a), .tuple(let b)): a.elements.count == b.elements.count
        default: false
        }
    }

    /// Below 0, 0 or above 0 as this value comes before, with or after the other; `nil` where one is not a number (NaN).
    ///
    /// - Throws: a type error for values that have no order.
    func order(comparedWith other: Value) throws(CellError) -> Int? {
        switch (self, other) {
        case (.int(let a), .int(let b)): return a < b ? -1 : a == b ? 0 : 1
        case (.double(let a), .double(let b)): return a.isNaN || b.isNaN ? nil : a < b ? -1 : a == b ? 0 : 1
        case (.int(let a), .double(let b)): return try Value.double(Double(a)).order(comparedWith: .double(b))
        case (.double(let a), .int(let b)): return try Value.double(a).order(comparedWith: .double(Double(b)))
        case (.string(let a), .string(let b)): return a < b ? -1 : a == b ? 0 : 1
        case (.tuple(let a), .tuple(let b)) where a.elements.count == b.elements.count:
            for (left, right) in zip(a.elements, b.elements) {
                guard let order = try left.order(comparedWith: right), order == 0 else { return try left.order(comparedWith: right) }
            }
            return 0
        case (.nil, _), (.optional, _): throw CellError.needsUnwrapping(self)
        case (_, .nil), (_, .optional): throw CellError.needsUnwrapping(other)
        default: throw CellError(.type, "values of type \(type) and \(other.type) have no order")
        }
    }
}

extension CellError {
    static func needsUnwrapping(_ value: Value) -> CellError {
        if value.isNil { return CellError(.unwrap, "the value is nil; give another with '??' or test it with 'if let'") }
        return CellError(.type, "a value of optional type \(value.type) must be unwrapped: write 'value!', 'value ?? other' or 'if let'")
    }
}
