import Foundation
import JSONValues
import Jupyter
import Testing

@Suite struct NotebookTests {
    private let text = #"""
        {"cells": [
          {"cell_type": "markdown", "id": "m", "metadata": {}, "source": ["# Title\n", "text"], "attachments": {"a.png": {"image/png": "AA=="}}},
          {"cell_type": "code", "id": "m", "metadata": {"tags": ["parameters", "skip"]}, "source": "1 + 1", "execution_count": 3, "outputs": [
            {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
            {"output_type": "execute_result", "execution_count": 3, "data": {"text/plain": ["2"], "application/json": ["x", "y"]}, "metadata": {}},
            {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]},
            {"output_type": "future", "x": 1}]},
          {"cell_type": "raw", "metadata": {}, "source": []}],
         "metadata": {"kernelspec": {"name": "easel"}, "kept": 1.0}, "nbformat": 4, "nbformat_minor": 4}
        """#

    @Test func reads() throws {
        let notebook = try Notebook(json: Array(text.utf8))
        #expect(notebook.cells.map(\.kind) == [.markdown, .code, .raw])
        #expect(notebook.cells.map(\.source) == ["# Title\ntext", "1 + 1", ""])
        #expect(notebook.cells[1].tags == ["parameters", "skip"])
        #expect(notebook.cells[1].outputs[0] == .stream(name: "stdout", text: "a\nb"))
        #expect(
            notebook.cells[1].outputs[1]
                == .executeResult(["text/plain": "2", "application/json": ["x", "y"]], metadata: [:], executionCount: 3))
        #expect(notebook.metadata["kernelspec"]?["name"] == "easel")
    }

    @Test func writesWhatItRead() throws {
        let written = try JSONValue(parsing: Notebook(json: Array(text.utf8)).json)
        #expect(written["nbformat_minor"] == 5)
        #expect(written["metadata"]?["kept"] == 1.0)
        let cells = try #require(written["cells"]?.array)
        #expect(cells.map { $0["id"] } == ["m", "cell-2", "cell-3"])
        #expect(cells[0]["source"] == ["# Title\n", "text"])
        #expect(cells[0]["attachments"] == ["a.png": ["image/png": "AA=="]])
        #expect(cells[1]["outputs"]?[1]?["data"] == ["text/plain": ["2"], "application/json": ["x", "y"]])
        #expect(cells[1]["outputs"]?[3] == ["output_type": "future", "x": 1])
        #expect(cells[2]["outputs"] == nil)
        #expect(try Notebook(json: Notebook(json: Array(text.utf8)).json).json == Notebook(json: Array(text.utf8)).json)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"nbformat": 3, "worksheets": []}"#, #"{"nbformat": 4, "cells": [{}]}"#,
        #"{"nbformat": 4, "cells": [{"cell_type": "code", "source": 7}]}"#,
    ])
    func refuses(text: String) {
        #expect(throws: JupyterError.self) { try Notebook(json: Array(text.utf8)) }
    }

    @Test func filesAreReplacedWhole() throws {
        let path = "/tmp/easel-notebook-\(UUID()).ipynb"
        defer { unlink(path) }
        try Notebook(cells: [NotebookCell(source: "a")]).write(to: path)
        try Notebook(cells: [NotebookCell(source: "b")]).write(to: path)
        #expect(try Notebook(path: path).cells.map(\.source) == ["b"])
        #expect(throws: JupyterError.unreadableFile(path: "/nowhere.ipynb", reason: "No such file or directory")) {
            try Notebook(path: "/nowhere.ipynb")
        }
        #expect(throws: JupyterError.self) { try Notebook().write(to: "/nowhere/at/all.ipynb") }
    }

    @Test func recordsACell() {
        let recorder = NotebookRecorder(executionCount: 7)
        recorder.stdout("a")
        recorder.stdout("b\n")
        recorder.stderr("c")
        recorder.displayData(["text/plain": "10 %"], metadata: [:], displayID: "bar")
        recorder.updateDisplayData(["text/plain": "done"], metadata: [:], displayID: "bar")
        recorder.updateDisplayData(["text/plain": "lost"], metadata: [:], displayID: "other")
        recorder.executeResult(["text/plain": "2"], metadata: [:])
        #expect(
            recorder.outputs == [
                .stream(name: "stdout", text: "ab\n"), .stream(name: "stderr", text: "c"),
                .displayData(["text/plain": "done"], metadata: [:]),
                .executeResult(["text/plain": "2"], metadata: [:], executionCount: 7),
            ])
        recorder.clearOutput(wait: true)
        #expect(recorder.outputs.count == 4)
        recorder.stdout("new")
        recorder.record(ExecutionError(name: "E", value: "v", traceback: []))
        recorder.updateDisplayData(["text/plain": "gone"], metadata: [:], displayID: "bar")
        #expect(recorder.outputs == [.stream(name: "stdout", text: "new"), .error(ExecutionError(name: "E", value: "v", traceback: []))])
        #expect(throws: JupyterError.inputNotAllowed) { try recorder.requestInput(prompt: "?", password: false) }
    }
}
