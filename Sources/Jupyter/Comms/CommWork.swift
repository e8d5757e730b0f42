/// What a comm's message asks of the engine thread: it is done when the cells that came before it have ended, like a cell of its own.
///
/// What it outputs belongs to the message that asked for it. The front end sees that message as busy until the work is done; ipywidgets
/// waits for this before it sends the next position of a slider, so work never piles up. An interrupt stops it as it stops a cell.
public final class CommWork: Sendable {
    private let body: @Sendable (any ExecutionOutput) -> Void

    public init(_ body: @escaping @Sendable (_ output: any ExecutionOutput) -> Void) { self.body = body }

    func perform(_ output: any ExecutionOutput) { body(output) }
}

extension CommWork: Hashable {
    public static func == (left: CommWork, right: CommWork) -> Bool { left === right }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
