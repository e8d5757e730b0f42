/// `target = value`
final class AssignmentNode: StatementNode {
    private let path: AssignmentPath
    private let value: Node
    private let callRange: SourceRange?

    init(_ path: AssignmentPath, _ value: Node, callRange: SourceRange?, _ range: SourceRange) {
        self.path = path
        self.value = value
        self.callRange = callRange
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        let places = try path.places(frame)
        do {
            let new = try value.evaluate(frame)
            try assign(new, places, frame)
        } catch {
            if let kept = error.kept, error.range == callRange { try assign(kept, places, frame) }
            throw error.withoutKept().located(value.range)
        }
        return .next
    }

    private func assign(_ value: Value, _ places: [AssignmentPath.Place], _ frame: Frame) throws(CellError) {
        if places.isEmpty { return try path.assign(value, frame) }
        _ = try path.modify(places, frame) { (old) throws(CellError) in old = value }
    }
}
