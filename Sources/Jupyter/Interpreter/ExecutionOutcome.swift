/// How a cell ended.
public enum ExecutionOutcome: Sendable, Hashable {
    /// The cell ran to its end. `userExpressions` answers the request's by name.
    case ok(userExpressions: [String: ExpressionOutcome] = [:], payload: [Payload] = [])
    /// The cell failed or was interrupted.
    case error(ExecutionError)
}
