/// An output that is remembered.
final class LoggedOutput: DisplayOutput {
    private let output: any DisplayOutput
    private let log: OutputLog

    init(_ output: any DisplayOutput, log: OutputLog) {
        self.output = output
        self.log = log
    }

    // The log comes first: whoever reads it while something is on its way has that already, and gets it once more.

    func write(_ text: String, toStandardError: Bool) {
        log.append(text, isError: toStandardError)
        output.write(text, toStandardError: toStandardError)
    }

    func display(_ bundle: DisplayBundle, id: String?) {
        log.append(bundle, id: id)
        output.display(bundle, id: id)
    }

    func update(_ bundle: DisplayBundle, id: String) {
        log.update(bundle, id: id)
        output.update(bundle, id: id)
    }

    func result(_ bundle: DisplayBundle) {
        log.append(bundle, id: nil)
        output.result(bundle)
    }

    func clearOutput(wait: Bool) {
        log.clear(wait: wait)
        output.clearOutput(wait: wait)
    }

    var hasControls: Bool { output.hasControls }

    func display(_ panel: ControlPanel, fallback: DisplayBundle) {
        log.append(panel, fallback: fallback)
        output.display(panel, fallback: fallback)
    }

    func display(_ button: StopButton, id: String) -> Bool {
        log.append(button, id: id)
        return output.display(button, id: id)
    }

    func readLine(prompt: String) throws -> String? { try output.readLine(prompt: prompt) }
}

extension OutputLog {
    /// Shows everything again, with the identifiers it had, until nothing has changed meanwhile.
    ///
    /// - Returns: whether there was anything.
    func replay(ofRunning: Bool, to output: any DisplayOutput) -> Bool {
        var shown = entries(ofRunning: ofRunning)
        for entry in shown {
            switch entry.content {
            case .text(let text, let isError): output.write(text, toStandardError: isError)
            case .display(let bundle, let id): output.display(bundle, id: id)
            case .panel(let panel, let fallback): output.display(panel, fallback: fallback)
            case .button(let button, let id): _ = output.display(button, id: id)
            }
        }
        while true {
            let versions = Dictionary(shown.compactMap { entry in entry.id.map { ($0, entry.version) } }, uniquingKeysWith: { $1 })
            let now = entries(ofRunning: ofRunning)
            let changed = now.filter { entry in entry.id.flatMap { versions[$0] }.map { $0 < entry.version } ?? false }
            guard !changed.isEmpty else { return !shown.isEmpty }
            for entry in changed {
                if case .display(let bundle, let id?) = entry.content { output.update(bundle, id: id) }
            }
            shown = now
        }
    }
}
