/// One evaluation of a cell: what running code asks of its surroundings.
final class Execution: @unchecked Sendable {
    /// The one of the cell that runs on this thread; each stays on its own.
    @TaskLocal static var current: Execution?

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
