import CellLanguage

/// Keeps what a cell writes.
final class RecordingOutput: CellOutput {
    var text = ""
    var errorText = ""
    var displayed: [String] = []
    var cleared: [Bool] = []
    var prompts: [String] = []
    var answers: [String] = []

    func write(_ text: String, to stream: OutputStream) {
        switch stream {
        case .standardOutput: self.text += text
        case .standardError: errorText += text
        }
    }

    func display(_ value: Value) { displayed.append(value.debugDescription) }
    func clearOutput(wait: Bool) { cleared.append(wait) }

    func readLine(prompt: String) -> String? {
        prompts.append(prompt)
        return answers.isEmpty ? nil : answers.removeFirst()
    }
}

/// A session with its output, for tests.
final class Console {
    let session: Session
    let output = RecordingOutput()
    var isInterrupted: () -> Bool = { false }

    init(library: Library = .standard, limits: Limits = Limits(), completeString: Assistant.StringCompleter? = nil) {
        session = Session(library: library, limits: limits, completeString: completeString)
    }

    /// The result's text, `nil` where there is none.
    @discardableResult
    func run(_ source: String, name: String = "Cell") throws(CellError) -> String? {
        try session.evaluate(source, name: name, context: EvaluationContext(output: output, isInterrupted: isInterrupted))?.debugDescription
    }

    /// The error that a cell must give.
    func failure(_ source: String, name: String = "Cell") -> CellError? {
        do throws(CellError) {
            try run(source, name: name)
            return nil
        } catch { return error }
    }
}
