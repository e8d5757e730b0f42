/// A thread that runs cells, one after the other.
final class CellEngine: Sendable {
    private enum Job: Sendable {
        case cell(ExecuteRequest, Int)
        case work(CommWork, Int)
        case stop
    }

    private let runner: any CellRunner
    private let gate = InputGate()
    private let job = Monitor<Job?>(nil)

    /// Throws: ``JupyterError/cannotStartThread(name:reason:)``.
    init(runner: any CellRunner, queue: CellEventQueue, stackSize: Int) throws(JupyterError) {
        self.runner = runner
        let (job, gate) = (job, gate)
        try SystemThread.start("engine", stackSize: stackSize) {
            while true {
                let next = job.wait { waiting in
                    defer { waiting = nil }
                    return waiting
                }
                switch next {
                case .cell(let request, let cell):
                    let output = CellOutput(cell: cell, allowsInput: request.allowInput, queue: queue, gate: gate)
                    let outcome = CommOrigin.$cell.withValue(cell) { runner.execute(request, output: output) }
                    queue.append(.finished(outcome), cell: cell)
                case .work(let work, let cell):
                    let output = CellOutput(cell: cell, allowsInput: false, queue: queue, gate: gate)
                    CommOrigin.$cell.withValue(cell) { work.perform(output) }
                    queue.append(.finished(.ok()), cell: cell)
                case .stop: return
                }
            }
        }
    }

    /// Runs a cell; the one before must have finished.
    func run(_ request: ExecuteRequest, cell: Int) { begin(.cell(request, cell)) }

    /// Does a comm's work; the cell before must have finished.
    func run(_ work: CommWork, cell: Int) { begin(.work(work, cell)) }

    private func begin(_ new: Job) {
        runner.resetInterrupt()
        gate.reset()
        job.update { $0 = new }
    }

    /// Asks the cell that runs to stop.
    func interrupt() {
        runner.interrupt()
        gate.interrupt()
    }

    /// Answers the question that the cell waits with.
    func supplyInput(_ text: String) {
        gate.supply(text)
    }

    /// Ends the thread once it has nothing to do.
    func stop() {
        job.update { $0 = .stop }
    }
}
