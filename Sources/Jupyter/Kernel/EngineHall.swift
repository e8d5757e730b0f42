/// The threads that run cells: the main shell's, and one for each subshell that was given a cell.
final class EngineHall {
    /// Subshells run what a person types beside a training, not deep recursions.
    private static let subshellStackSize = 64 << 20

    private let interpreter: any Interpreter
    private let queue: CellEventQueue
    private let main: CellEngine
    private var subshells: [String: CellEngine] = [:]

    /// Throws: ``JupyterError/cannotStartThread(name:reason:)``.
    init(interpreter: any Interpreter, queue: CellEventQueue, stackSize: Int) throws(JupyterError) {
        self.interpreter = interpreter
        self.queue = queue
        main = try CellEngine(runner: interpreter, queue: queue, stackSize: stackSize)
    }

    func run(_ request: ExecuteRequest, cell: Int, shell: String?) {
        do {
            try engine(of: shell).run(request, cell: cell)
        } catch {
            let error = ExecutionError(name: "SubshellError", value: "\(error)", traceback: ["\(error)"])
            queue.append(.finished(.error(error)), cell: cell)
        }
    }

    func run(_ work: CommWork, cell: Int) { main.run(work, cell: cell) }

    func interrupt(shell: String?) {
        existing(shell)?.interrupt()
        queue.hurry()
    }

    func supplyInput(_ text: String, shell: String?) { existing(shell)?.supplyInput(text) }

    func close(subshell: String) { subshells.removeValue(forKey: subshell)?.stop() }

    /// Ends all threads once they have nothing to do.
    func stop() {
        main.stop()
        subshells.values.forEach { $0.stop() }
    }

    private func existing(_ shell: String?) -> CellEngine? { shell.map { subshells[$0] } ?? main }

    private func engine(of shell: String?) throws(JupyterError) -> CellEngine {
        guard let shell else { return main }
        if let engine = subshells[shell] { return engine }
        guard let runner = interpreter.subshell() else {
            throw JupyterError.cannotStartThread(name: "subshell", reason: "the language runs one cell at a time")
        }
        let engine = try CellEngine(runner: runner, queue: queue, stackSize: Self.subshellStackSize)
        subshells[shell] = engine
        return engine
    }
}
