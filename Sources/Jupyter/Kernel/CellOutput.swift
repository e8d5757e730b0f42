import JSONValues

/// The output of one cell on its way to the front ends.
struct CellOutput: ExecutionOutput {
    let cell: Int
    let allowsInput: Bool
    let queue: CellEventQueue
    let gate: InputGate

    func stdout(_ text: String) {
        queue.append(text, to: .stdout, cell: cell)
    }

    func stderr(_ text: String) {
        queue.append(text, to: .stderr, cell: cell)
    }

    func displayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String?) {
        queue.append(.display(data, metadata: metadata, displayID: displayID), cell: cell)
    }

    func updateDisplayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String) {
        queue.append(.updateDisplay(data, metadata: metadata, displayID: displayID), cell: cell)
    }

    func executeResult(_ data: MIMEBundle, metadata: JSONObject) {
        queue.append(.result(data, metadata: metadata), cell: cell)
    }

    func clearOutput(wait: Bool) {
        queue.append(.clearOutput(wait: wait), cell: cell)
    }

    func requestInput(prompt: String, password: Bool) throws -> String {
        guard allowsInput else { throw JupyterError.inputNotAllowed }
        return try gate.ask { queue.append(.inputRequest(prompt: prompt, password: password), cell: cell) }
    }
}
