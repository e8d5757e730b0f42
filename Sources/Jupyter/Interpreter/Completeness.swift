import JSONValues

/// Whether a text can be run as it stands.
public enum Completeness: Sendable, Hashable {
    case complete
    /// More must follow; `indent` is what the next line should start with.
    case incomplete(indent: String = "")
    case invalid
    case unknown

    /// The content of an is_complete reply.
    var json: JSONObject {
        switch self {
        case .complete: ["status": "complete"]
        case .incomplete(let indent): ["status": "incomplete", "indent": .string(indent)]
        case .invalid: ["status": "invalid"]
        case .unknown: ["status": "unknown"]
        }
    }
}
