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

final class IfNode: StatementNode {
    private let clauses: [(conditions: [ConditionNode], body: BlockNode)]
    private let otherwise: BlockNode?

    init(_ clauses: [(conditions: [ConditionNode], body: BlockNode)], otherwise: BlockNode?, _ range: SourceRange) {
        self.clauses = clauses
        self.otherwise = otherwise
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        for clause in clauses where try clause.conditions.hold(frame) { return try clause.body.execute(frame) }
        return try otherwise?.execute(frame) ?? .next
    }
}

final class GuardNode: StatementNode {
    private let conditions: [ConditionNode]
    private let otherwise: BlockNode

    init(_ conditions: [ConditionNode], otherwise: BlockNode, _ range: SourceRange) {
        self.conditions = conditions
        self.otherwise = otherwise
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        if try conditions.hold(frame) { return .next }
        let flow = try otherwise.execute(frame)
        if flow == .next { throw CellError(.syntax, "the 'else' of 'guard' must leave: with return, break, continue or throw", at: range) }
        return flow
    }
}

/// A loop: what its body's flow means for it.
class LoopNode: StatementNode {
    private let number: Int

    init(number: Int, _ range: SourceRange) {
        self.number = number
        super.init(range)
    }

    /// What the loop does after a turn: `nil` to go on, else the flow of the loop itself.
    func end(after flow: Flow) -> Flow? {
        switch flow {
        case .next: nil
        case .broken(number): .next
        case .continued(number): nil
        default: flow
        }
    }
}

final class WhileNode: LoopNode {
    private let conditions: [ConditionNode]
    private let body: BlockNode

    init(number: Int, _ conditions: [ConditionNode], _ body: BlockNode, _ range: SourceRange) {
        self.conditions = conditions
        self.body = body
        super.init(number: number, range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        while try conditions.hold(frame) {
            do { try frame.execution.checkInterruption() } catch { throw error.located(range) }
            if let flow = end(after: try body.execute(frame)) { return flow }
        }
        return .next
    }
}

final class RepeatNode: LoopNode {
    private let body: BlockNode
    private let condition: Node

    init(number: Int, _ body: BlockNode, _ condition: Node, _ range: SourceRange) {
        self.body = body
        self.condition = condition
        super.init(number: number, range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        repeat {
            do { try frame.execution.checkInterruption() } catch { throw error.located(range) }
            if let flow = end(after: try body.execute(frame)) { return flow }
        } while try condition.isTrue(frame)
        return .next
    }
}

final class ForNode: LoopNode {
    private let target: BindingTarget
    private let sequence: Node
    private let filter: Node?
    private let body: BlockNode

    init(number: Int, _ target: BindingTarget, in sequence: Node, filter: Node?, _ body: BlockNode, _ range: SourceRange) {
        self.target = target
        self.sequence = sequence
        self.filter = filter
        self.body = body
        super.init(number: number, range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        let value = try sequence.evaluate(frame)
        if case .range(let range) = value {
            var last = range.count
            if last == nil, range.kind == .from, case .int? = range.lower { last = .max }
            guard let last else { throw CellError(.type, "a loop needs a range of Int with a beginning, not \(value.debugDescription)", at: sequence.range) }
            return try loop(range, last, frame)
        }
        let elements: [Value]
        do { elements = try value.elements() } catch { throw error.located(sequence.range) }
        for element in elements {
            if let flow = try turn(element, frame) { return flow }
        }
        return .next
    }

    private func loop(_ values: RangeValue, _ count: Int, _ frame: Frame) throws(CellError) -> Flow {
        var index = 0
        let first = values.kind == .from ? values.lower?.asInt ?? 0 : 0
        while index < count {
            guard !(values.kind == .from && Int.max - index < first) else { break }
            if let flow = try turn(values.kind == .from ? .int(first + index) : values.value(at: index), frame) { return flow }
            index += 1
        }
        return .next
    }

    private func turn(_ element: Value, _ frame: Frame) throws(CellError) -> Flow? {
        if frame.execution.context.isInterrupted() { throw CellError.interruption().located(range) }
        try target.bind(element, type: nil, frame)
        if let filter, try !filter.isTrue(frame) { return nil }
        return end(after: try body.execute(frame))
    }
}

extension Value {
    /// What a loop or a list made of the value sees.
    func elements() throws(CellError) -> [Value] {
        switch self {
        case .array(let array): return array.elements
        case .dictionary(let dictionary): return dictionary.pairs
        case .string(let text): return text.map { .string(String($0)) }
        case .range(let range):
            guard let count = range.count else { throw CellError(.type, "\(debugDescription) has no countable elements; use stride(from:to:by:)") }
            try Limits.checkElements(count)
            return (0..<count).map { range.value(at: $0) }
        case .object(let object):
            guard let elements = object.cellElements else { throw CellError(.type, "a value of type \(type) is no collection") }
            return elements
        case .nil, .optional: throw CellError.needsUnwrapping(self)
        case .int(let value): throw CellError(.type, "an Int is no collection; write '0..<\(max(value, 0))' to count")
        default: throw CellError(.type, "a value of type \(type) is no collection")
        }
    }
}
