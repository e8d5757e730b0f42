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
            guard case .enumeration(let enumeration) = value.unwrapped, enumeration.caseName == name, enumeration.arguments.count == patterns.count else { return false }
            for (pattern, argument) in zip(patterns, enumeration.arguments) where try !pattern.matches(argument.value, frame) { return false }
            return true
        }
    }

    private static func matches(_ value: Value, _ node: Node, _ frame: Frame) throws(CellError) -> Bool {
        let wanted: Value
        if let literal = node as? LiteralNode { wanted = try literal.evaluate(frame, beside: value) } else { wanted = try node.evaluate(frame) }
        do {
            if case .range(let range) = wanted, value.asRange == nil { return try range.contains(value.unwrapped) }
            return try value.equals(wanted)
        } catch { throw error.located(node.range) }
    }
}

final class SwitchNode: LoopNode {
    struct Case {
        /// None: `default`.
        let patterns: [(pattern: PatternNode, filter: Node?)]
        let body: BlockNode
    }

    private let subject: Node
    private let cases: [Case]

    init(number: Int, _ subject: Node, _ cases: [Case], _ range: SourceRange) {
        self.subject = subject
        self.cases = cases
        super.init(number: number, range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        let value = try subject.evaluate(frame)
        var index = 0
        while index < cases.count, try !fits(cases[index], value, frame) { index += 1 }
        guard index < cases.count else { throw CellError(.type, "no case fits \(value.brief()); add 'default:'", at: subject.range) }
        while true {
            let flow = try cases[index].body.execute(frame)
            guard flow == .fallsThrough else { return end(after: flow) ?? .next }
            index += 1
            guard index < cases.count else { throw CellError(.syntax, "'fallthrough' in the last case has nowhere to go", at: range) }
        }
    }

    private func fits(_ candidate: Case, _ value: Value, _ frame: Frame) throws(CellError) -> Bool {
        if candidate.patterns.isEmpty { return true }
        for (pattern, filter) in candidate.patterns {
            if try pattern.matches(value, frame), try filter?.isTrue(frame) ?? true { return true }
        }
        return false
    }
}

/// `if` or `switch` as a value: its statement, whose branches return.
final class StatementValueNode: Node {
    private let statement: StatementNode

    init(_ statement: StatementNode, _ range: SourceRange) {
        self.statement = statement
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let outer = frame.returned
        defer { frame.returned = outer }
        let flow = try statement.execute(frame)
        guard flow == .returned else { throw CellError(.type, "a branch gives no value", at: range) }
        return frame.returned
    }
}
