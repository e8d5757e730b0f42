/// `value.name(…)`
final class MethodCallNode: Node {
    private let base: Node
    private let name: Name
    private let arguments: ArgumentNodes

    init(_ base: Node, _ name: Name, _ arguments: ArgumentNodes, _ range: SourceRange) {
        self.base = base
        self.name = name
        self.arguments = arguments
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        try arguments.call(method: name, of: try base.evaluate(frame), frame, callRange: range)
    }
}

extension ArgumentNodes {
    func call(method name: Name, of receiver: Value, _ frame: Frame, callRange: SourceRange) throws(CellError) -> Value {
        if let methods = receiver.methods(name.text) {
            if case .object(let object) = receiver, object.cellType.methods(name.text) == nil {
                return try call(methods, receiver: receiver.asCollection, frame)
            }
            return try call(methods, receiver: receiver, frame)
        }
        if case .type(let type) = receiver {
            if let functions = frame.execution.library.functions["\(type).\(name.text)"] {
                return try call(functions, receiver: nil, frame)
            }
            if case .enumeration(let type) = type { return try enumerationCase(name, of: type, frame) }
        }
        let member: Value
        do { member = try receiver.member(name.text) } catch { throw methodError(error, receiver, name).located(name.range) }
        return try call(member, from: name.range, frame, callRange: callRange)
    }

    private func methodError(_ error: CellError, _ receiver: Value, _ name: Name) -> CellError {
        guard receiver.isOptional, !receiver.isNil, receiver.unwrapped.methods(name.text) != nil else { return error }
        return CellError(
            .type, "the value is optional (\(receiver.type)); write '?.\(name.text)(…)', or '!.\(name.text)(…)' where it can't be nil")
    }

    private func enumerationCase(_ name: Name, of type: EnumerationType, _ frame: Frame) throws(CellError) -> Value {
        let values = try evaluate(frame)
        let value = EnumerationValue(name.text, arguments: zip(given, values).map { ($0.label?.text, $1) })
        guard let resolved = type.resolved(value) else { throw CellError(.argument, type.mismatch(value), at: name.range) }
        return .enumeration(resolved)
    }
}
