/// A language that can live in a Jupyter kernel: the one seam between the kernel and whatever runs the cells.
///
/// ``CellRunner/execute(_:output:)`` is always called on one and the same engine thread. Everything else is called on the kernel's own thread, also while a
/// cell runs, and must answer quickly from what is known at that moment.
public protocol Interpreter: CellRunner {
    /// What the kernel tells about itself and its language.
    var information: KernelInformation { get }

    /// What could stand at the cursor; `cursor` counts Unicode scalars from the start of `code` and lies within it.
    func complete(_ code: String, cursor: Int) -> Completion

    /// What is known about the thing at the cursor; `cursor` counts Unicode scalars from the start of `code` and lies within it.
    /// `detail` is 0 for a short answer and 1 for a long one.
    func inspect(_ code: String, cursor: Int, detail: Int) -> Inspection

    /// Whether `code` could be run as it stands.
    func isComplete(_ code: String) -> Completeness

    /// Who runs the cells of a new subshell, at the same time as those of the main shell; nothing where the language can't do that.
    func subshell() -> (any CellRunner)?

    /// Runs a cell at once, on the kernel's own thread, although the main shell is busy with another: one that only shows what is there already.
    /// False for all others, which wait for their turn.
    func recall(_ request: ExecuteRequest, output: any ExecutionOutput) -> Bool
}

extension Interpreter {
    public func subshell() -> (any CellRunner)? { nil }

    public func recall(_ request: ExecuteRequest, output: any ExecutionOutput) -> Bool { false }
}
