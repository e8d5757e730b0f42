import JSONValues

/// What is known about the thing at a cursor.
public enum Inspection: Sendable, Hashable {
    case found(MIMEBundle, metadata: JSONObject = [:])
    case notFound

    /// The content of an inspect reply, its status aside.
    var json: JSONObject {
        switch self {
        case .found(let data, let metadata): ["found": true, "data": .object(data), "metadata": .object(metadata)]
        case .notFound: ["found": false, "data": [:], "metadata": [:]]
        }
    }
}
