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
            guard let last else {
                throw CellError(.type, "a loop needs a range of Int with a beginning, not \(value.debugDescription)", at: sequence.range)
            }
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
        case .string(let text): return try text.values { .string(String($0)) }
        case .range(let range):
            guard let count = range.count else {
                throw CellError(.type, "\(debugDescription) has no countable elements; use stride(from:to:by:)")
            }
            try Limits.checkElements(count)
            return try (0..<count).values { range.value(at: $0) }
        case .object(let object):
            guard let elements = object.cellElements else { throw CellError(.type, "a value of type \(type) is no collection") }
            return elements
        case .nil, .optional: throw CellError.needsUnwrapping(self)
        case .int(let value): throw CellError(.type, "an Int is no collection; write '0..<\(max(value, 0))' to count")
        default: throw CellError(.type, "a value of type \(type) is no collection")
        }
    }
}
