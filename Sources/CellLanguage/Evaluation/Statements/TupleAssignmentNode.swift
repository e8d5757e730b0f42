/// `(a, b) = (b, a)`
final class TupleAssignmentNode: StatementNode {
    private let paths: [AssignmentPath?]
    private let value: Node

    init(_ paths: [AssignmentPath?], _ value: Node, _ range: SourceRange) {
        self.paths = paths
        self.value = value
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        let value = try value.evaluate(frame)
        guard case .tuple(let tuple) = value, tuple.elements.count == paths.count else {
            throw CellError(.type, "a value of type \(value.type) can't be taken apart into \(paths.count) variables", at: self.value.range)
        }
        for (path, element) in zip(paths, tuple.elements) {
            guard let path else { continue }
            let places = try path.places(frame)
            do {
                if places.isEmpty {
                    try path.assign(element, frame)
                } else {
                    _ = try path.modify(places, frame) { (old) throws(CellError) in old = element }
                }
            } catch { throw error.located(self.value.range) }
        }
        return .next
    }
}
