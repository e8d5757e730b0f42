import JSONValues

/// What a running cell brings forth.
package enum CellEvent: Sendable, Hashable {
    case stream(StreamName, String)
    case display(MIMEBundle, metadata: JSONObject, displayID: String?)
    case updateDisplay(MIMEBundle, metadata: JSONObject, displayID: String)
    case result(MIMEBundle, metadata: JSONObject)
    case clearOutput(wait: Bool)
    case comm(CommPublication)
    case inputRequest(prompt: String, password: Bool)
    case finished(ExecutionOutcome)
}

/// The two text outputs of a cell.
package enum StreamName: String, Sendable {
    case stdout, stderr
}
