/// An expression whose value is not used.
final class ExpressionStatement: StatementNode {
    private let value: Node

    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        _ = try value.evaluate(frame)
        return .next
    }
}

/// `let` and `var`.
final class DeclarationNode: StatementNode {
    private let target: BindingTarget
    private let type: ValueType?
    private let value: Node?
    /// The range of the call whose result is the value as it is: an interrupted one may have a value to keep.
    private let callRange: SourceRange?

    init(_ target: BindingTarget, type: ValueType?, value: Node?, callRange: SourceRange?, _ range: SourceRange) {
        self.target = target
        self.type = type
        self.value = value
        self.callRange = callRange
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        guard let value else {
            try target.bind(type?.isOptional == true ? .nil : .nothing, type: type, isDeferred: true, frame)
            return .next
        }
        do {
            let value = try value.evaluate(frame)
            try target.bind(value, type: type, frame)
        } catch {
            if let kept = error.kept, error.range == callRange, let kept = type.map({ $0.coerced(kept) }) ?? kept {
                try target.bind(kept, type: type, frame)
            }
            throw error.withoutKept()
        }
        return .next
    }
}

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
            function: method, receiver: nil, range: range, context: execution.context, arguments: checked.values, ranges: checked.ranges, execution: execution)
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

/// A nested function.
final class FunctionDeclarationNode: StatementNode {
    private let closure: ClosureNode
    private let reference: VariableReference

    init(_ closure: ClosureNode, at reference: VariableReference, _ range: SourceRange) {
        self.closure = closure
        self.reference = reference
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        frame.write(try closure.evaluate(frame), to: reference)
        return .next
    }
}

final class ReturnNode: StatementNode {
    private let value: Node?

    init(_ value: Node?, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        frame.returned = try value?.evaluate(frame) ?? .nothing
        return .returned
    }
}

final class JumpNode: StatementNode {
    private let flow: Flow

    init(_ flow: Flow, _ range: SourceRange) {
        self.flow = flow
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow { flow }
}

/// `throw value`
final class ThrowNode: StatementNode {
    private let value: Node

    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        let value = try value.evaluate(frame)
        throw CellError(.thrown, value.description, range, isAtEnd: false, thrown: value)
    }
}

/// `do { … } catch { … }`
final class AttemptNode: StatementNode {
    private let body: BlockNode
    private let handler: (error: VariableReference, body: BlockNode)?

    init(_ body: BlockNode, handler: (error: VariableReference, body: BlockNode)?, _ range: SourceRange) {
        self.body = body
        self.handler = handler
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        guard let handler else { return try body.execute(frame) }
        do {
            return try body.execute(frame)
        } catch {
            guard error.isCatchable else { throw error }
            frame.declare(error.thrown ?? .string(error.description), at: handler.error)
        }
        return try handler.body.execute(frame)
    }
}
