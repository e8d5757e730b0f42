/// A method that changes its receiver, such as `xs.append(1)`.
final class MutatingCallNode: Node {
    private let path: AssignmentPath
    private let name: Name
    private let arguments: ArgumentNodes

    init(_ path: AssignmentPath, _ name: Name, _ arguments: ArgumentNodes, _ range: SourceRange) {
        self.path = path
        self.name = name
        self.arguments = arguments
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let places = try path.places(frame)
        if let methods = try mutatingMethods(places, frame) { return try change(places, methods, frame) }
        guard let receiver = try path.read(places, frame) else {
            if path.steps.contains(where: { if case .optional = $0 { true } else { false } }) { return .nil }
            throw CellError(.unwrap, "the value is nil; there is nothing to unwrap", at: range)
        }
        return try arguments.call(method: name, of: receiver, frame, callRange: range)
    }

    /// The overloads of the method, one of which changes the receiver. The receiver is let go again: who holds it makes the change copy it.
    private func mutatingMethods(_ places: [AssignmentPath.Place], _ frame: Frame) throws(CellError) -> [NativeFunction]? {
        guard let methods = try path.read(places, frame)?.methods(name.text), methods.contains(where: \.isMutating) else { return nil }
        return methods
    }

    private func change(_ places: [AssignmentPath.Place], _ methods: [NativeFunction], _ frame: Frame) throws(CellError) -> Value {
        let values = try arguments.evaluate(frame)
        var failure: CellError?
        for method in methods {
            let checked: (values: [Value?], ranges: [SourceRange?])
            do {
                checked = try arguments.checked(values, for: method)
            } catch {
                failure = failure ?? error
                continue
            }
            return try change(places, method, checked, frame)
        }
        throw failure ?? CellError(.name, "there is no such method", at: name.range)
    }

    private func change(
        _ places: [AssignmentPath.Place], _ method: NativeFunction, _ checked: (values: [Value?], ranges: [SourceRange?]), _ frame: Frame
    ) throws(CellError) -> Value {
        let execution = frame.execution
        guard case .mutating(let body) = method.implementation else {
            let receiver = try path.read(places, frame)
            return try execution.run(method, receiver: receiver, checked.values, ranges: checked.ranges, at: range)
        }
        try execution.checkInterruption()
        let call = Call(
            function: method, receiver: nil, range: range, context: execution.context, arguments: checked.values, ranges: checked.ranges,
            execution: execution)
        var result = Value.nothing
        do {
            if method.parameters.contains(where: { $0.type.function != nil }), var copy = try path.read(places, frame) {
                // A closure may read the variable meanwhile, so it keeps its value until the new one is there.
                result = try Self.run(body, &copy, call)
                _ = try path.modify(places, frame) { (value) throws(CellError) in value = copy }
            } else {
                _ = try path.modify(places, frame) { (value) throws(CellError) in result = try Self.run(body, &value, call) }
            }
        } catch { throw error.located(range) }
        if case .optional = method.result { return result.wrapped }
        return result
    }

    private static func run(_ body: (inout Value, Call) throws -> Value, _ value: inout Value, _ call: Call) throws(CellError) -> Value {
        do { return try body(&value, call) } catch { throw CellError(hostError: error) }
    }
}
