public import JSONValues

/// One output of a code cell, as a notebook keeps it.
public enum NotebookOutput: Sendable, Hashable {
    case stream(name: String, text: String)
    case displayData(MIMEBundle, metadata: JSONObject)
    case executeResult(MIMEBundle, metadata: JSONObject, executionCount: Int?)
    case error(ExecutionError)
    /// An output of a type that we don't know, kept as it is.
    case other(JSONValue)

    init(json: JSONValue) {
        let metadata = json["metadata"]?.object ?? [:]
        switch json["output_type"]?.string {
        case "stream": self = .stream(name: json["name"]?.string ?? "stdout", text: json["text"]?.joinedText ?? "")
        case "display_data": self = .displayData(Self.data(json), metadata: metadata)
        case "execute_result": self = .executeResult(Self.data(json), metadata: metadata, executionCount: json["execution_count"]?.int)
        case "error":
            self = .error(
                ExecutionError(
                    name: json["ename"]?.string ?? "", value: json["evalue"]?.string ?? "",
                    traceback: json["traceback"]?.array?.compactMap(\.string) ?? []))
        default: self = .other(json)
        }
    }

    /// Texts of several lines are lists in the file; JSON formats are values of their own and stay so.
    private static func data(_ json: JSONValue) -> MIMEBundle {
        let data = json["data"]?.object ?? [:]
        return MIMEBundle(
            uniqueKeysWithValues: data.map { type, value in
                (type, isJSON(type) ? value : value.joinedText.map(JSONValue.string) ?? value)
            })
    }

    private static func isJSON(_ type: String) -> Bool {
        type == "application/json" || type.hasSuffix("+json")
    }

    var json: JSONValue {
        switch self {
        case .stream(let name, let text): ["output_type": "stream", "name": .string(name), "text": .lines(of: text)]
        case .displayData(let data, let metadata):
            ["output_type": "display_data", "data": Self.written(data), "metadata": .object(metadata)]
        case .executeResult(let data, let metadata, let count):
            [
                "output_type": "execute_result", "data": Self.written(data), "metadata": .object(metadata),
                "execution_count": count.map(JSONValue.int) ?? .null,
            ]
        case .error(let error): .object(error.json.merging(["output_type": "error"]) { $1 })
        case .other(let json): json
        }
    }

    private static func written(_ data: MIMEBundle) -> JSONValue {
        .object(
            MIMEBundle(
                uniqueKeysWithValues: data.map { type, value in
                    guard let text = value.string, !isJSON(type), type.hasPrefix("text/") || type == "image/svg+xml" else {
                        return (type, value)
                    }
                    return (type, .lines(of: text))
                }))
    }
}
