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
