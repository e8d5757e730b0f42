/// A pattern of `switch` or `if case`.
indirect enum PatternNode {
    case anything
    case binding(BindingTarget)
    case value(Node)
    case tuple([PatternNode])
    case some(PatternNode)
    case enumerationCase(String, [PatternNode])

    /// Whether a value fits; binds the variables on the way.
    func matches(_ value: Value, _ frame: Frame) throws(CellError) -> Bool {
        switch self {
        case .anything: return true
        case .binding(let target):
            try target.bind(value, type: nil, frame)
            return true
        case .value(let node): return try Self.matches(value, node, frame)
        case .tuple(let patterns):
            guard case .tuple(let tuple) = value, tuple.elements.count == patterns.count else { return false }
            for (pattern, element) in zip(patterns, tuple.elements) where try !pattern.matches(element, frame) { return false }
            return true
        case .some(let pattern):
            if value.isNil { return false }
            return try pattern.matches(value.unwrapped, frame)
        case .enumerationCase(let name, let patterns):
            guard case .enumeration(let enumeration) = value.unwrapped, enumeration.caseName == name,
                enumeration.arguments.count == patterns.count
            else { return false }
            for (pattern, argument) in zip(patterns, enumeration.arguments) where try !pattern.matches(argument.value, frame) {
                return false
            }
            return true
        }
    }

    private static func matches(_ value: Value, _ node: Node, _ frame: Frame) throws(CellError) -> Bool {
        let wanted: Value
        if let literal = node as? LiteralNode {
            wanted = try literal.evaluate(frame, beside: value)
        } else {
            wanted = try node.evaluate(frame)
        }
        do {
            if case .range(let range) = wanted, value.asRange == nil { return try range.contains(value.unwrapped) }
            return try value.equals(wanted)
        } catch { throw error.located(node.range) }
    }
}
