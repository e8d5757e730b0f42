internal import FoundationEssentials

/// The files of a saved tokenizer: `vocab.json` and `merges.txt` with their companions, or `tokenizer.json`, which holds everything.
///
/// Source: transformers, `PreTrainedTokenizerBase.save_pretrained`, versions 4 and 5.
struct TokenizerFolder {
    let path: String

    private static let fileLimit = 256 << 20

    func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// A file's content, `nil` where there is no such file.
    ///
    /// Throws: ``TokenizerError/unreadable(file:reason:)``.
    func bytes(of name: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: file(name)) else { return nil }
        do {
            return try FileBytes.read(file(name), limit: Self.fileLimit)
        } catch {
            throw TokenizerError.unreadable(file: file(name), reason: error.reason)
        }
    }

    /// A JSON file's content, `nil` where there is no such file.
    ///
    /// Throws: ``TokenizerError``.
    func decode<Content: Decodable>(_ type: Content.Type, from name: String, expecting expected: String) throws -> Content? {
        guard let bytes = try bytes(of: name) else { return nil }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw TokenizerError.malformed(file: file(name), expected: expected, found: Self.finding(of: error))
        }
    }

    private static func finding(of error: any Error) -> String {
        switch error {
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "another kind of value\(place(context))"
        case DecodingError.keyNotFound(let key, let context): "no '\(key.stringValue)'\(place(context))"
        case DecodingError.dataCorrupted(let context): "\(context.debugDescription)\(place(context))"
        default: "\(error)"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty ? "" : " at \(context.codingPath.map(\.stringValue).joined(separator: "/"))"
    }
}
