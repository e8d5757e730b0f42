import JSONValues

/// What could stand at a cursor.
public struct Completion: Sendable, Hashable {
    /// One text that could replace the range.
    public struct Match: Sendable, Hashable {
        public var text: String
        /// What it is, which chooses the front end's icon: `function`, `class`, `instance`, `keyword`, `property`, `path`, …
        public var type: String?
        /// The parameters of a function, as in `(prompt: String, seed: Int)`.
        public var signature: String?
        /// The type and value of anything else, in short.
        public var detail: String?

        public init(text: String, type: String? = nil, signature: String? = nil, detail: String? = nil) {
            self.text = text
            self.type = type
            self.signature = signature
            self.detail = detail
        }
    }

    /// The possibilities, best first.
    public var matches: [Match]
    /// Where the replaced text starts, in Unicode scalars.
    public var start: Int
    /// Where the replaced text ends, in Unicode scalars.
    public var end: Int

    public init(matches: [Match], start: Int, end: Int) {
        self.matches = matches
        self.start = start
        self.end = end
    }

    /// The content of a complete reply, its status aside.
    var json: JSONObject {
        let described = matches.map { match in
            var item: JSONObject = ["text": .string(match.text), "start": .int(start), "end": .int(end)]
            item["type"] = .string(match.type ?? "<unknown>")
            if let signature = match.signature { item["signature"] = .string(signature) }
            if let detail = match.detail { item["detail"] = .string(detail) }
            return JSONValue.object(item)
        }
        return [
            "matches": .array(matches.map { .string($0.text) }), "cursor_start": .int(start), "cursor_end": .int(end),
            "metadata": ["_jupyter_types_experimental": .array(described)],
        ]
    }
}
