/// Runs cells, one after the other, on a thread of its own.
public protocol CellRunner: Sendable {
    /// Runs one cell and returns when it has ended, been stopped or failed; always called on the same thread.
    /// All its output must be handed over before it returns.
    func execute(_ request: ExecuteRequest, output: any ExecutionOutput) -> ExecutionOutcome

    /// Asks the running cell to stop as soon as it can; returns at once. Called only while a cell runs or is about to.
    func interrupt()

    /// Forgets an interrupt that came too late for its cell. Called before each cell is handed to its thread, so that
    /// ``execute(_:output:)`` itself must not: an interrupt may already have come for the new cell.
    func resetInterrupt()
}
