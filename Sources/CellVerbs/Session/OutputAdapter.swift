import CellLanguage

/// The language's output in terms of displays.
final class OutputAdapter: CellOutput {
    let output: any DisplayOutput
    /// The same without being remembered.
    let unlogged: any DisplayOutput

    init(_ output: any DisplayOutput, unlogged: (any DisplayOutput)? = nil) {
        self.output = output
        self.unlogged = unlogged ?? output
    }

    func write(_ text: String, to stream: OutputStream) {
        output.write(text, toStandardError: stream == .standardError)
    }

    func display(_ value: Value) throws { output.display(value.bundle, id: nil) }

    func clearOutput(wait: Bool) { output.clearOutput(wait: wait) }

    func readLine(prompt: String) throws -> String? { try output.readLine(prompt: prompt) }
}
