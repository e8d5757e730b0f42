import Foundation
import JSONValues
import Jupyter
import Synchronization

/// One run of a notebook's cells, from the first to the last or to the first error.
final class NotebookRun: @unchecked Sendable {
    private var notebook: Notebook
    private let pictures: PictureFolder
    private let output: String?
    private let interpreter = CellInterpreter()
    private let screen = Screen()
    /// An interrupt that comes too late for its cell still ends the run.
    private let isInterrupted = Atomic(false)

    /// `output` is the file that the notebook is written to with its outputs, after each cell.
    init(notebook: Notebook, pictures: PictureFolder, output: String?) {
        self.notebook = notebook
        self.pictures = pictures
        self.output = output
        self.notebook.metadata["language_info"] = .object(LanguageInformation.swift.json)
        if self.notebook.metadata["kernelspec"] == nil {
            self.notebook.metadata["kernelspec"] = ["name": "easel", "display_name": "Easel (Swift)", "language": "swift"]
        }
        for index in notebook.cells.indices where notebook.cells[index].kind == .code {
            self.notebook.cells[index].outputs = []
            self.notebook.cells[index].executionCount = nil
        }
    }

    /// Stops the running cell; may be called from any thread.
    func interrupt() {
        isInterrupted.store(true, ordering: .relaxed)
        interpreter.interrupt()
    }

    /// Runs the cells; returns the exit code of the program.
    func execute() -> Int32 {
        let cells = notebook.cells.indices.filter { notebook.cells[$0].isToRun }
        do {
            for (position, index) in cells.enumerated() {
                screen.beginCell(position + 1, of: cells.count, source: notebook.cells[index].source)
                let error = run(cell: index, number: position + 1)
                if let output { try notebook.write(to: output) }
                if isInterrupted.load(ordering: .relaxed) { return 130 }
                if error != nil, !notebook.cells[index].tags.contains("raises-exception") { return 1 }
            }
        } catch {
            screen.fail("easel run: \(error)")
            return 1
        }
        screen.finish(cellCount: cells.count, output: output)
        return 0
    }

    private func run(cell index: Int, number: Int) -> ExecutionError? {
        let terminal = TerminalOutput(screen: screen, pictures: pictures, cell: number)
        let recorder = NotebookRecorder(executionCount: number, follower: terminal)
        let request = ExecuteRequest(code: notebook.cells[index].source, allowInput: true, count: number)
        let outcome = interpreter.execute(request, output: recorder)
        terminal.finish()
        var failure: ExecutionError?
        if case .error(let error) = outcome {
            recorder.record(error)
            screen.fail(error.traceback.joined(separator: "\n"))
            failure = error
        }
        interpreter.resetInterrupt()
        notebook.cells[index].executionCount = number
        notebook.cells[index].outputs = recorder.outputs
        return failure
    }
}

extension NotebookCell {
    /// A cell of code that says something and is not tagged to be left out, as nbclient knows it.
    fileprivate var isToRun: Bool {
        kind == .code && source.contains { !$0.isWhitespace } && !tags.contains("skip-execution")
    }
}
