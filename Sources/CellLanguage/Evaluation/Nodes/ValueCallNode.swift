/// A call of a value.
final class ValueCallNode: Node {
    private let callee: Node
    private let arguments: ArgumentNodes

    init(_ callee: Node, _ arguments: ArgumentNodes, _ range: SourceRange) {
        self.callee = callee
        self.arguments = arguments
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let callee = try callee.evaluate(frame)
        return try arguments.call(callee, from: self.callee.range, frame, callRange: range)
    }
}

extension ArgumentNodes {
    /// Calls whatever a value is.
    func call(_ callee: Value, from place: SourceRange, _ frame: Frame, callRange: SourceRange) throws(CellError) -> Value {
        guard case .function(let function) = callee else {
            // Swift's spelling of values that are called like functions.
            if let methods = callee.methods("callAsFunction") { return try call(methods, receiver: callee, frame) }
            if callee.isOptional, callee.unwrapped.asFunction != nil {
                throw CellError(.type, "an optional function is called with '?()' or '!()'", at: place)
            }
            throw CellError(.type, "a value of type \(callee.type) can't be called", at: place)
        }
        switch function.kind {
        case .closure(let code, let captures): return try call(code, captures: captures, frame)
        case .native(let functions): return try call(functions, receiver: nil, frame)
        case .operator:
            do { return try frame.execution.invoke(function, try evaluate(frame), at: callRange) } catch { throw error.located(callRange) }
        }
    }
}
