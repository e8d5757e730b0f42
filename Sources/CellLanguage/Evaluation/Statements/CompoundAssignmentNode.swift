/// `target += value`
final class CompoundAssignmentNode: StatementNode {
    private let path: AssignmentPath
    private let operation: Operator
    private let value: Node
    private let literal: LiteralNode?
    private let place: SourceRange

    init(_ path: AssignmentPath, _ operation: Operator, _ value: Node, at place: SourceRange, _ range: SourceRange) {
        self.path = path
        self.operation = operation
        self.value = value
        literal = value as? LiteralNode
        self.place = place
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        let places = try path.places(frame)
        var new = try value.evaluate(frame)
        do {
            if places.isEmpty, try changeNumber(by: new, frame) { return .next }
            _ = try path.modify(places, frame) { (old) throws(CellError) in
                if let literal, case .double = old { new = .double(literal.double) }
                try Self.apply(operation, new, to: &old, name: path.name)
            }
        } catch { throw error.located(error.kind == .arithmetic ? range : place) }
        return .next
    }

    /// The short way for a variable that holds a number of the same type: most of what loops do.
    private func changeNumber(by new: Value, _ frame: Frame) throws(CellError) -> Bool {
        guard path.isPlainVariable else { return false }
        switch (frame.read(path.reference), new) {
        case (.int(let a), .int(let b)): frame.write(try operation.apply(.int(a), .int(b)), to: path.reference)
        case (.double(let a), .double(let b)): frame.write(try operation.apply(.double(a), .double(b)), to: path.reference)
        default: return false
        }
        return true
    }

    private static func apply(_ operation: Operator, _ new: Value, to old: inout Value, name: String) throws(CellError) {
        // No 'switch' over the old value: it would hold a second reference, and every change would copy.
        if operation == .add, case .array = old, case .array = new { return try old.append(contentsOf: new) }
        if operation == .add, case .string = old, case .string(let text) = new { return try old.append(text: text) }
        old = try operation.apply(old, new).adapted(to: old, of: name)
    }
}
