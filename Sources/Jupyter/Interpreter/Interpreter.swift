/// A language that can live in a Jupyter kernel: the one seam between the kernel and whatever runs the cells.
///
/// ``execute(_:output:)`` is always called on one and the same engine thread. Everything else is called on the kernel's own thread, also while a cell
/// runs, and must answer quickly from what is known at that moment.
public protocol Interpreter: Sendable {
    /// What the kernel tells about itself and its language.
    var information: KernelInformation { get }

    /// Runs one cell and returns when it has ended, been stopped or failed. All its output must be handed over before it returns.
    func execute(_ request: ExecuteRequest, output: any ExecutionOutput) -> ExecutionOutcome

    /// What could stand at the cursor; `cursor` counts Unicode scalars from the start of `code` and lies within it.
    func complete(_ code: String, cursor: Int) -> Completion

    /// What is known about the thing at the cursor; `cursor` counts Unicode scalars from the start of `code` and lies within it.
    /// `detail` is 0 for a short answer and 1 for a long one.
    func inspect(_ code: String, cursor: Int, detail: Int) -> Inspection

    /// Whether `code` could be run as it stands.
    func isComplete(_ code: String) -> Completeness

    /// Asks the running cell to stop as soon as it can; returns at once. Called only while a cell runs or is about to.
    func interrupt()

    /// Forgets an interrupt that came too late for its cell. Called before each cell is handed to the engine thread, so that
    /// ``execute(_:output:)`` itself must not: an interrupt may already have come for the new cell.
    func resetInterrupt()
}
