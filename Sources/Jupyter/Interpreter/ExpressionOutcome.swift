import JSONValues

/// What a user expression of an execute request came to; a failing one does not fail its cell.
public enum ExpressionOutcome: Sendable, Hashable {
    case ok(data: MIMEBundle, metadata: JSONObject = [:])
    case error(ExecutionError)

    var json: JSONValue {
        switch self {
        case .ok(let data, let metadata): ["status": "ok", "data": .object(data), "metadata": .object(metadata)]
        case .error(let error): .object(error.json.merging(["status": "error"]) { $1 })
        }
    }
}
