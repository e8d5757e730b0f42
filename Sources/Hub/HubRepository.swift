/// The name of a repository, `owner/name`.
///
/// Source: huggingface_hub's `validate_repo_id`.
public struct HubRepository: Hashable, Sendable, CustomStringConvertible {
    public let owner: String
    public let name: String

    /// Nil where the text can't be the name of a repository: it may be a path.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, text.utf8.count <= 96, parts.allSatisfy(Self.isValid) else { return nil }
        (owner, name) = (parts[0], parts[1])
    }

    public var description: String { "\(owner)/\(name)" }

    /// The folder's name in the cache.
    var folderName: String { "models--\(owner)--\(name)" }

    private static func isValid(_ part: String) -> Bool {
        guard let first = part.utf8.first, let last = part.utf8.last, !part.contains(".."), !part.contains("--"), !part.hasSuffix(".git") else { return false }
        let marks = Set("-.".utf8)
        return !marks.contains(first) && !marks.contains(last) && part.utf8.allSatisfy { $0.isNameByte }
    }
}

extension UInt8 {
    /// Letters, digits, and `-`, `_` and `.`.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
