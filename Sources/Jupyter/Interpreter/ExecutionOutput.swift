public import JSONValues

/// Where a running cell's output goes. What is handed over appears in the same order, all of it before the cell's end; calls may come from any thread.
public protocol ExecutionOutput: Sendable {
    /// Text for the standard output. Small pieces are joined, so call it as often as convenient.
    func stdout(_ text: String)

    /// Text for the standard error output.
    func stderr(_ text: String)

    /// Shows something; with a `displayID`, ``updateDisplayData(_:metadata:displayID:)`` can replace it later.
    func displayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String?)

    /// Replaces what was shown under `displayID`. Front ends take about ten a second.
    func updateDisplayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String)

    /// Shows the value of the cell.
    func executeResult(_ data: MIMEBundle, metadata: JSONObject)

    /// Removes the cell's output so far; with `wait`, when the next output comes.
    func clearOutput(wait: Bool)

    /// Asks the person for a line of text and waits for it; a `password` is not shown while typed.
    ///
    /// Throws: ``JupyterError/inputNotAllowed`` and ``JupyterError/inputInterrupted``.
    func requestInput(prompt: String, password: Bool) throws -> String
}

/// One thing in several formats, by MIME type: text as a string, binary data in base64 as a string, JSON formats as they are.
public typealias MIMEBundle = [String: JSONValue]
