/// A condition of `if`, `guard` and `while`.
enum ConditionNode {
    case isTrue(Node)
    /// `let name = value`: true where there is one.
    case unwraps(Node, BindingTarget, ValueType?)
    case matches(PatternNode, Node)

    func holds(_ frame: Frame) throws(CellError) -> Bool {
        switch self {
        case .isTrue(let node): return try node.isTrue(frame)
        case .unwraps(let node, let target, let type):
            let value = try node.evaluate(frame)
            guard value.isOptional else {
                throw CellError(.type, "'if let' needs an optional; this is of type \(value.type) and never nil", at: node.range)
            }
            if value.isNil { return false }
            let inner = try type.map { (type) throws(CellError) in try type.coerced(value.unwrapped, as: "the value") } ?? value.unwrapped
            try target.bind(inner, type: type, frame)
            return true
        case .matches(let pattern, let node): return try pattern.matches(node.evaluate(frame), frame)
        }
    }
}

extension [ConditionNode] {
    func hold(_ frame: Frame) throws(CellError) -> Bool {
        for condition in self where try !condition.holds(frame) { return false }
        return true
    }
}
