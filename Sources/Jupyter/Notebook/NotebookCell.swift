import JSONValues

/// One cell of a ``Notebook``.
public struct NotebookCell: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case code, markdown, raw
    }

    public var kind: Kind
    public var source: String
    /// The cell's identifier; one is made where it is missing when the notebook is written.
    public var id: String?
    public var metadata: JSONObject
    /// The number of the cell's last run; code cells only.
    public var executionCount: Int?
    /// What the last run showed; code cells only.
    public var outputs: [NotebookOutput]
    /// Members that we do not know, such as attachments.
    private var more: JSONObject

    public init(kind: Kind = .code, source: String, id: String? = nil, metadata: JSONObject = [:]) {
        self.kind = kind
        self.source = source
        self.id = id
        self.metadata = metadata
        outputs = []
        more = [:]
    }

    /// The words in the cell's tags.
    public var tags: [String] {
        metadata["tags"]?.array?.compactMap(\.string) ?? []
    }

    init?(json: JSONValue) {
        guard let fields = json.object, let kind = Kind(rawValue: fields["cell_type"]?.string ?? ""),
            let source = fields["source"]?.joinedText
        else { return nil }
        self.kind = kind
        self.source = source
        id = fields["id"]?.string
        metadata = fields["metadata"]?.object ?? [:]
        executionCount = fields["execution_count"]?.int
        outputs = fields["outputs"]?.array?.map(NotebookOutput.init(json:)) ?? []
        let known: Set<String> = ["cell_type", "source", "id", "metadata", "execution_count", "outputs"]
        more = fields.filter { !known.contains($0.key) }
    }

    var json: JSONValue {
        var fields = more
        fields["cell_type"] = .string(kind.rawValue)
        fields["source"] = .lines(of: source)
        fields["metadata"] = .object(metadata)
        if let id { fields["id"] = .string(id) }
        if kind == .code {
            fields["execution_count"] = executionCount.map(JSONValue.int) ?? .null
            fields["outputs"] = .array(outputs.map(\.json))
        }
        return .object(fields)
    }
}

extension JSONValue {
    /// A text that may be written as a list of its lines.
    var joinedText: String? {
        if let string { return string }
        guard let lines = array?.map(\.string), !lines.contains(nil) else { return nil }
        return lines.compactMap { $0 }.joined()
    }

    /// A text as the list of its lines, each with its line end.
    static func lines(of text: String) -> JSONValue {
        var lines: [JSONValue] = []
        var start = text.startIndex
        while start < text.endIndex {
            let end = text.unicodeScalars[start...].firstIndex(of: "\n").map(text.unicodeScalars.index(after:)) ?? text.endIndex
            lines.append(.string(String(text.unicodeScalars[start..<end])))
            start = end
        }
        return .array(lines)
    }
}
