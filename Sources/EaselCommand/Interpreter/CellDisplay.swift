import CellLanguage
import CellVerbs
import Jupyter

/// A cell's displays as Jupyter's messages.
final class CellDisplay: DisplayOutput {
    /// What a front end sends where a person ends the input.
    private static let endOfInput = "\u{4}"

    private let output: any ExecutionOutput

    init(_ output: any ExecutionOutput) { self.output = output }

    func write(_ text: String, toStandardError: Bool) {
        if toStandardError { output.stderr(text) } else { output.stdout(text) }
    }

    func display(_ bundle: DisplayBundle, id: String?) {
        output.displayData(bundle.mimeData, metadata: bundle.mimeMetadata, displayID: id)
    }

    func update(_ bundle: DisplayBundle, id: String) {
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
