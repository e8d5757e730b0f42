/// What a cell shows that is run at once, on the kernel's own thread.
final class RecalledOutput: ExecutionOutput {
    private let shown = Monitor<[CellEvent]>([])

    var events: [CellEvent] { shown.update { $0 } }

    private func append(_ event: CellEvent) { shown.update { $0.append(event) } }

    func stdout(_ text: String) { append(.stream(.stdout, text)) }
    func stderr(_ text: String) { append(.stream(.stderr, text)) }
    func executeResult(_ data: MIMEBundle, metadata: JSONObject) { append(.result(data, metadata: metadata)) }
    func clearOutput(wait: Bool) { append(.clearOutput(wait: wait)) }

    func displayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String?) {
        append(.display(data, metadata: metadata, displayID: displayID))
    }

    func updateDisplayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String) {
        append(.updateDisplay(data, metadata: metadata, displayID: displayID))
    }

    func requestInput(prompt: String, password: Bool) throws -> String { throw JupyterError.inputNotAllowed }
}
