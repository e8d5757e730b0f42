import CellLanguage
import CellVerbs
import Jupyter

/// A cell's displays as Jupyter's messages.
final class CellDisplay: DisplayOutput {
    /// What a front end sends where a person ends the input.
    private static let endOfInput = "\u{4}"

    private let output: any ExecutionOutput

    /// Widgets, where a front end may know them.
    private let widgets: WidgetDisplays?

    /// The name of the cell.
    private let cell: String?

    init(_ output: any ExecutionOutput, widgets: WidgetDisplays? = nil, cell: String? = nil) {
        self.output = output
        self.widgets = widgets
        self.cell = cell
    }

    var hasControls: Bool { widgets?.hasFrontEnd ?? false }

    func display(_ panel: ControlPanel, fallback: DisplayBundle) {
        guard let widgets else { return display(fallback, id: nil) }
        widgets.show(panel, of: cell, fallback: fallback, on: output)
    }

    func display(_ button: StopButton, id: String) -> Bool {
        guard let widgets, hasControls else { return false }
        output.displayData(widgets.forms(of: button, id: id), metadata: [:], displayID: id)
        return true
    }

    func write(_ text: String, toStandardError: Bool) {
        if toStandardError { output.stderr(text) } else { output.stdout(text) }
    }

    func display(_ bundle: DisplayBundle, id: String?) {
        output.displayData(bundle.mimeData, metadata: bundle.mimeMetadata, displayID: id)
    }

    func update(_ bundle: DisplayBundle, id: String) {
        widgets?.withdraw(id: id)
        output.updateDisplayData(bundle.mimeData, metadata: bundle.mimeMetadata, displayID: id)
    }

    func result(_ bundle: DisplayBundle) {
        output.executeResult(bundle.mimeData, metadata: bundle.mimeMetadata)
    }

    func clearOutput(wait: Bool) {
        output.clearOutput(wait: wait)
    }

    func readLine(prompt: String) throws -> String? {
        do {
            let line = try output.requestInput(prompt: prompt, password: false)
            return line == Self.endOfInput ? nil : line
        } catch JupyterError.inputInterrupted {
            throw CellError.interruption()
        } catch let error as JupyterError {
            throw CellError(named: "InputError", "\(error)", underlying: error)
        }
    }
}
