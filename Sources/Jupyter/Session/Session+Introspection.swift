import JSONValues

extension Session {
    func completion(_ content: JSONObject) -> JSONObject {
        let (code, cursor) = codeAndCursor(content)
        return ok(interpreter.complete(code, cursor: cursor).json)
    }

    func inspection(_ content: JSONObject) -> JSONObject {
        let (code, cursor) = codeAndCursor(content)
        return ok(interpreter.inspect(code, cursor: cursor, detail: content["detail_level"]?.int == 1 ? 1 : 0).json)
    }

    /// The cursor stands at the end where none is given; some front ends count in UTF-16, so one beyond the end is brought back.
    private func codeAndCursor(_ content: JSONObject) -> (code: String, cursor: Int) {
        let code = content["code"]?.string ?? ""
        let length = code.unicodeScalars.count
        return (code, min(max(0, content["cursor_pos"]?.int ?? length), length))
    }

    func pastCells(_ content: JSONObject, of shell: String?) -> JSONObject {
        let history = lanes[shell].history
        let count = content["n"]?.int
        let found: [HistoryEntry]
        switch content["hist_access_type"]?.string ?? "tail" {
        case "tail": found = history.tail(count ?? 10)
        case "range":
            found = history.range(
                session: content["session"]?.int ?? 0, start: content["start"]?.int ?? 1, stop: content["stop"]?.int)
        case "search":
            found = history.search(content["pattern"]?.string ?? "*", count: count, unique: content["unique"]?.bool ?? false)
        case let type:
            return failed("ValueError", "unknown hist_access_type '\(type)'").merging(["history": []]) { $1 }
        }
        let withOutput = content["output"]?.bool ?? false
        return ok(["history": .array(found.map { historyItem($0, withOutput: withOutput) })])
    }

    private func historyItem(_ entry: HistoryEntry, withOutput: Bool) -> JSONValue {
        let input = JSONValue.string(entry.input)
        let text = withOutput ? [input, entry.output.map(JSONValue.string) ?? .null] : input
        return [.int(entry.session), .int(entry.line), text]
    }
}
