/// The thread that runs cells, one after the other.
final class CellEngine: Sendable {
    private enum Job: Sendable {
        case cell(ExecuteRequest, Int)
        case stop
    }

    private let interpreter: any Interpreter
    private let queue: CellEventQueue
    private let gate = InputGate()
    private let job = Monitor<Job?>(nil)

    /// Throws: ``JupyterError/cannotStartThread(name:reason:)``.
    init(interpreter: any Interpreter, queue: CellEventQueue, stackSize: Int) throws(JupyterError) {
        self.interpreter = interpreter
        self.queue = queue
        let (job, gate) = (job, gate)
        try SystemThread.start("engine", stackSize: stackSize) {
            while case .cell(let request, let cell) = job.wait({ waiting in
                defer { waiting = nil }
                return waiting
            }) {
                let output = CellOutput(cell: cell, allowsInput: request.allowInput, queue: queue, gate: gate)
                queue.append(.finished(interpreter.execute(request, output: output)), cell: cell)
            }
        }
    }

    /// Runs a cell; the one before must have finished.
    func run(_ request: ExecuteRequest, cell: Int) {
        interpreter.resetInterrupt()
        gate.reset()
        job.update { $0 = .cell(request, cell) }
    }

    /// Asks the cell that runs to stop.
    func interrupt() {
        interpreter.interrupt()
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
