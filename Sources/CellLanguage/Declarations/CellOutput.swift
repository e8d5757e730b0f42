/// Where a cell's output goes. Called on the session's thread, in order.
public protocol CellOutput: AnyObject {
    func write(_ text: String, to stream: OutputStream)
    /// Shows a value as a result is shown.
    func display(_ value: Value) throws
    /// Clears what the cell has shown; with `wait` only when something new comes.
    func clearOutput(wait: Bool)
    /// Asks the person for a line; `nil` at the end of input.
    func readLine(prompt: String) throws -> String?
}
