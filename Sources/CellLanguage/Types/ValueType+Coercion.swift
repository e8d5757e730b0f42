extension ValueType {
    /// The value as one of this type: Int widened to Double, implicit members resolved, optionals wrapped. `nil` where it does not fit.
    public func coerced(_ value: Value) -> Value? {
        switch (self, value) {
        case (.any, _), (.bool, .bool), (.int, .int), (.double, .double), (.string, .string), (.nothing, .nothing): value
        case (.number, .int), (.number, .double): value
        case (.double, .int(let number)): .double(Double(number))
        case (.double, .enumeration(let member)), (.int, .enumeration(let member)): numericConstant(member)
        case (.number, .enumeration(let member)): ValueType.double.numericConstant(member) ?? ValueType.int.numericConstant(member)
        case (.optional, .nil): .nil
        case (.optional(let type), .optional(let inner)): type.coerced(inner)?.wrapped
        case (.optional(let type), _): type.coerced(value)?.wrapped
        case (.array(let type), .array(let array)): type.coercedArray(array)
        case (.dictionary(let key, let type), .dictionary(let dictionary)): Self.coercedDictionary(dictionary, key, type)
        case (.range(let type), .range(let range)): range.kind == .halfOpen ? type.coercedRange(range) : nil
        case (.closedRange(let type), .range(let range)): range.kind == .closed ? type.coercedRange(range) : nil
        case (.tuple(let elements), .tuple(let tuple)): Self.coercedTuple(tuple, elements)
        case (.function, .function): value
        case (.enumeration(let type), .enumeration(let enumeration)): type.resolved(enumeration).map { .enumeration($0) }
        case (.object(let name), .object(let object)): object.cellType.name == name || object.cellType.isAlso == name ? value : nil
        case (.oneOf(let types), _): types.lazy.compactMap { $0.coerced(value) }.first
        case (.oneOrMany(let type), _): type.coerced(value) ?? ValueType.array(type).coerced(value)
        default: nil
        }
    }

    /// `.pi`, `.infinity`, `.max`, … where a number is expected.
    private func numericConstant(_ member: EnumerationValue) -> Value? {
        guard member.type == nil, member.arguments.isEmpty else { return nil }
        return NumericConstants.value(member.caseName, of: self)
    }

    private func coercedArray(_ array: ArrayValue) -> Value? {
        if array.declaredElementType == self { return .array(array) }
        if case .any = self { return .array(array.retyped(.any)) }
        var elements: [Value] = []
        elements.reserveCapacity(array.count)
        for element in array.elements {
            guard let element = coerced(element) else { return nil }
            elements.append(element)
        }
        return .array(ArrayValue(elements, of: self))
    }

    private static func coercedDictionary(_ dictionary: DictionaryValue, _ keyType: ValueType, _ valueType: ValueType) -> Value? {
        if dictionary.declaredKeyType == keyType, dictionary.declaredValueType == valueType { return .dictionary(dictionary) }
        var result = DictionaryValue(keyType: keyType, valueType: valueType)
        for (key, value) in zip(dictionary.keys, dictionary.values) {
            guard let key = keyType.coerced(key), let value = valueType.coerced(value) else { return nil }
            result.set(key, value)
        }
        return .dictionary(result)
    }

    private func coercedRange(_ range: RangeValue) -> Value? {
        guard let lower = range.lower, let upper = range.upper, let low = coerced(lower), let high = coerced(upper) else { return nil }
        return .range(RangeValue(range.kind, low, high))
    }

    private static func coercedTuple(_ tuple: TupleValue, _ types: [TupleElement]) -> Value? {
        guard tuple.elements.count == types.count else { return nil }
        var elements: [Value] = []
        for (index, type) in types.enumerated() {
            if let label = tuple.labels[index], let wanted = type.label, label != wanted { return nil }
            guard let element = type.type.coerced(tuple.elements[index]) else { return nil }
            elements.append(element)
        }
        return .tuple(TupleValue(elements, labels: types.map(\.label)))
    }

    /// As ``coerced(_:)``, with the sentence that a person can act on.
    func coerced(_ value: Value, as role: String) throws(CellError) -> Value {
        if let result = coerced(value) { return result }
        let isCase = enumeration != nil && value.unwrapped.asEnumeration != nil
        throw CellError(isCase ? .argument : .type, mismatch(value, as: role))
    }

    /// Why a value does not fit.
    func mismatch(_ value: Value, as role: String) -> String {
        if case .optional(let inner) = value, coerced(inner) != nil {
            return "\(role) must be \(self), not the optional \(value.type); unwrap it with '!' or '??'"
        }
        if let type = enumeration, case .enumeration(let given) = value.unwrapped { return type.mismatch(given) }
        if let type = enumeration, case .string(let text) = value {
            let near =
                type.cases.first { $0.name.lowercased() == text.lowercased() }?.name
                ?? NearMiss.best(for: text, among: type.cases.map(\.name))
            return "\(role) must be one of \(type.caseList), not a String" + (near.map { "; did you mean '.\($0)'?" } ?? "")
        }
        if case .enumeration(let given) = value, given.type == nil {
            return "\(role) must be \(self); '.\(given.caseName)' is no case that it knows"
        }
        return "\(role) must be \(self), not \(value.isNil ? "nil" : "\(value.type)")"
    }

    /// The enumeration that a value of this type may be a case of.
    public var enumeration: EnumerationType? {
        switch self {
        case .enumeration(let type): type
        case .optional(let type), .oneOrMany(let type), .array(let type): type.enumeration
        case .oneOf(let types): types.lazy.compactMap(\.enumeration).first
        default: nil
        }
    }

    /// The function type that a closure given here has.
    var function: (parameters: [ValueType], result: ValueType)? {
        switch self {
        case .function(let parameters, let result): (parameters, result)
        case .optional(let type): type.function
        case .oneOf(let types): types.lazy.compactMap(\.function).first
        default: nil
        }
    }
}
