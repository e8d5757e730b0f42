public import CellLanguage

/// Runs cells beside a session's, as in a Jupyter subshell: a quick look at a variable while a training runs.
///
/// `execute` is called on one thread; `interrupt` may come from any.
public final class CellOnlooker: @unchecked Sendable {
    private let language: Onlooker
    private let flag = InterruptFlag()

    init(_ language: Onlooker) { self.language = language }

    /// Runs a cell.
    ///
    /// - Parameter name: what tracebacks call the cell.
    public func execute(_ code: String, name: String, output: any DisplayOutput) -> CellOutcome {
        do {
            if let bundle = try evaluate(code, name: name, output: output) { output.result(bundle) }
            return .finished
        } catch {
            return .failed(name: error.name, message: error.message, traceback: error.traceback())
        }
    }

    /// Evaluates a cell and gives its value instead of showing it.
    public func evaluate(_ code: String, name: String = "Expression", output: any DisplayOutput) throws(CellError) -> DisplayBundle? {
        let context = EvaluationContext(output: OutputAdapter(output), isInterrupted: { [flag] in flag.isRaised })
        return try language.evaluate(code, name: name, context: context)?.bundle
    }

    /// Stops the running cell at its next turn.
    public func interrupt() { flag.raise() }

    /// Forgets an interrupt that nobody saw, before the next cell starts.
    public func resetInterrupt() { flag.lower() }
}
