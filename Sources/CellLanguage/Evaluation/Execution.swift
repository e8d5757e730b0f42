/// One evaluation of a cell: what running code asks of its surroundings.
final class Execution {
    let context: EvaluationContext
    let library: Library
    private let limits: Limits
    private let stack: StackGuard
    private var depth = 0

    init(context: EvaluationContext, library: Library, limits: Limits) {
        self.context = context
        self.library = library
        self.limits = limits
        stack = StackGuard(reserve: limits.stackReserve)
    }

    func checkInterruption() throws(CellError) {
        if context.isInterrupted() { throw .interruption() }
    }

    func enterCall() throws(CellError) {
        try checkInterruption()
        guard depth < limits.callDepth, !stack.isExhausted else {
            throw CellError(.recursion, "functions call each other more than \(depth) levels deep; is there an end to the recursion?")
        }
        depth += 1
    }

    func leaveCall() { depth -= 1 }
}

/// The variables of one call of a function.
final class Frame {
    var slots: [Value]
    var boxes: [Variable]
    let captures: [Variable]
    let execution: Execution
    let source: SourceText
    var returned = Value.nothing

    init(slotCount: Int, boxCount: Int, captures: [Variable], execution: Execution, source: SourceText) {
        slots = Array(repeating: .nothing, count: slotCount)
        boxes = boxCount == 0 ? [] : (0..<boxCount).map { _ in Variable(.nothing) }
        self.captures = captures
        self.execution = execution
        self.source = source
    }
}

/// A variable of the session, which lives from cell to cell under its name.
final class GlobalVariable {
    let name: String
    var value = Value.nothing
    var declaredType: ValueType?
    var isConstant = false
    /// False until a declaration has been executed.
    var isDeclared = false
    /// Declared without a value.
    var isDeferred = false

    init(_ name: String) { self.name = name }
}
