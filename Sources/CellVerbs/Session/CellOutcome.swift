/// How a cell ended.
public enum CellOutcome: Equatable, Sendable {
    case finished
    /// Jupyter's `ename`, `evalue` and `traceback`, coloured by ANSI codes.
    case failed(name: String, message: String, traceback: [String])
}
