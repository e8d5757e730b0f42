import FoundationEssentials
import JSONValues

/// What a tokenizer folder says, in any of the layouts that transformers has written.
struct TokenizerFolder {
    /// A token that is matched whole.
    struct WholeToken {
        let content: String
        let id: Int
        /// Whether it is looked for in the normalised text, so in any case, rather than in the text as it was typed.
        let isNormalized: Bool
    }

    var vocabulary: [String: Int] = [:]
    var merges: [(String, String)] = []
    var wholeTokens: [WholeToken] = []
    var startID = 0
    var endID = 0
    var paddingID = 0
    /// What errors about the vocabulary name.
    private(set) var vocabularyPath = ""

    /// - Throws: `TokenizerError`.
    init(path: String) throws {
        let single = FileManager.default.contents(atPath: "\(path)/tokenizer.json") != nil
        let classic = FileManager.default.fileExists(atPath: "\(path)/vocab.json")
        guard single || classic else { throw TokenizerError.missingFile(folder: path, tried: ["vocab.json", "tokenizer.json"]) }
        let document = single ? try Self.document("\(path)/tokenizer.json") : nil
        if classic { try readClassic(path) } else if let document { try readVocabulary(of: document, path: "\(path)/tokenizer.json") }
        let configuration = try Self.optionalDocument("\(path)/tokenizer_config.json")
        let map = try Self.optionalDocument("\(path)/special_tokens_map.json")
        readWholeTokens(document: document, configuration: configuration, map: map)
        try readAddedTokens("\(path)/added_tokens.json")
        try readMarks(configuration: configuration, map: map, path: path)
    }

    private mutating func readClassic(_ path: String) throws {
        vocabularyPath = "\(path)/vocab.json"
        guard let data = FileManager.default.contents(atPath: vocabularyPath), let ids = try? JSONDecoder().decode([String: Int].self, from: data) else {
            throw TokenizerError.malformedFile(path: vocabularyPath, reason: "it is not a JSON object of pieces and their ids")
        }
        vocabulary = ids
        guard let text = FileManager.default.contents(atPath: "\(path)/merges.txt") else {
            throw TokenizerError.missingFile(folder: path, tried: ["merges.txt"])
        }
        for line in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline) where !line.hasPrefix("#version") {
            merges.append(try Self.pair(line.split(separator: " ", omittingEmptySubsequences: false).map(String.init), path: "\(path)/merges.txt"))
        }
    }

    private mutating func readVocabulary(of document: JSONValue, path: String) throws {
        vocabularyPath = path
        guard document["model"]?["type"]?.string ?? "BPE" == "BPE", let vocabulary = document["model"]?["vocab"]?.object,
            let merges = document["model"]?["merges"]?.array
        else { throw TokenizerError.malformedFile(path: path, reason: "it holds no byte-pair model with a vocabulary and merges") }
        self.vocabulary = vocabulary.compactMapValues(\.int)
        self.merges = try merges.map { merge in
            let parts = merge.array?.compactMap(\.string) ?? merge.string?.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            return try Self.pair(parts ?? [], path: path)
        }
    }

    /// tokenizer.json says it outright, then the configuration's table; older folders leave it to the marks themselves, where the last one counts.
    private mutating func readWholeTokens(document: JSONValue?, configuration: JSONValue?, map: JSONValue?) {
        if let tokens = document?["added_tokens"]?.array {
            wholeTokens = tokens.compactMap { Self.wholeToken($0, id: $0["id"]?.int) }
        } else if let table = configuration?["added_tokens_decoder"]?.object {
            wholeTokens = table.compactMap { Self.wholeToken($0.value, id: Int($0.key)) }.sorted { $0.id < $1.id }
        } else {
            var found: [String: WholeToken] = [:]
            for key in ["bos_token", "eos_token", "unk_token", "pad_token"] {
                guard let mark = map?[key] ?? configuration?[key], !mark.isNull, let content = Self.content(mark), let id = vocabulary[content] else { continue }
                found[content] = WholeToken(content: content, id: id, isNormalized: mark["normalized"]?.bool ?? false)
            }
            wholeTokens = found.values.sorted { $0.id < $1.id }
        }
    }

    private mutating func readAddedTokens(_ path: String) throws {
        guard let added = try Self.optionalDocument(path)?.object else { return }
        for (content, id) in added {
            guard let id = id.int, !wholeTokens.contains(where: { $0.content == content }) else { continue }
            wholeTokens.append(WholeToken(content: content, id: id, isNormalized: true))
        }
    }

    private mutating func readMarks(configuration: JSONValue?, map: JSONValue?, path: String) throws {
        func id(_ key: String, default standard: String) throws -> Int {
            let content = (map?[key] ?? configuration?[key]).flatMap(Self.content) ?? standard
            guard let id = vocabulary[content] ?? wholeTokens.first(where: { $0.content == content })?.id else {
                throw TokenizerError.malformedFile(path: vocabularyPath, reason: "the \(key) '\(content)' is not in the vocabulary")
            }
            return id
        }
        startID = try id("bos_token", default: "<|startoftext|>")
        endID = try id("eos_token", default: "<|endoftext|>")
        paddingID = try id("pad_token", default: "<|endoftext|>")
    }

    private static func wholeToken(_ value: JSONValue, id: Int?) -> WholeToken? {
        guard let content = content(value), let id else { return nil }
        return WholeToken(content: content, id: id, isNormalized: value["normalized"]?.bool ?? false)
    }

    private static func content(_ mark: JSONValue) -> String? { mark.string ?? mark["content"]?.string }

    private static func pair(_ parts: [String], path: String) throws -> (String, String) {
        guard parts.count == 2 else {
            throw TokenizerError.malformedFile(path: path, reason: "'\(parts.joined(separator: " "))' is not a pair of pieces")
        }
        return (parts[0], parts[1])
    }

    private static func document(_ path: String) throws -> JSONValue {
        guard let data = FileManager.default.contents(atPath: path), let value = try? JSONValue(parsing: data), value.object != nil else {
            throw TokenizerError.malformedFile(path: path, reason: "it is not a JSON object")
        }
        return value
    }

    private static func optionalDocument(_ path: String) throws -> JSONValue? {
        FileManager.default.fileExists(atPath: path) ? try document(path) : nil
    }
}
