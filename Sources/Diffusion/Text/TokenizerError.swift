/// What can go wrong with a tokenizer: its files, or a token that is added to it.
public enum TokenizerError: Error, Equatable, CustomStringConvertible {
    /// The folder has neither `vocab.json` with `merges.txt` nor `tokenizer.json`.
    case notATokenizer(folder: String)
    /// The file could not be opened or read; `reason` is the system's.
    case unreadable(file: String, reason: String)
    /// The content is not what this file must hold.
    case malformed(file: String, expected: String, found: String)
    /// A special token that the configuration names is not in the vocabulary.
    case unknownSpecialToken(file: String, role: String, token: String)
    /// A placeholder that cannot be one.
    case invalidPlaceholder(String, reason: String)
    /// The placeholder means something already.
    case alreadyInVocabulary(placeholder: String, existing: String)
    /// No token of this name was added.
    case unknownPlaceholder(String, known: [String])
    /// A number of vectors that no placeholder can have.
    case invalidVectorCount(Int, limit: Int)

    public var description: String {
        switch self {
        case .notATokenizer(let folder):
            "'\(folder)' is not a tokenizer: it has neither vocab.json with merges.txt nor tokenizer.json."
        case .unreadable(let file, let reason): "Cannot read '\(file)': \(reason)."
        case .malformed(let file, let expected, let found): "'\(file)' is malformed: expected \(expected), found \(found)."
        case .unknownSpecialToken(let file, let role, let token):
            "'\(file)' names '\(token)' as its \(role), but the vocabulary has no such token."
        case .invalidPlaceholder(let placeholder, let reason): "'\(placeholder)' cannot be a placeholder: \(reason)."
        case .alreadyInVocabulary(let placeholder, let existing):
            "'\(placeholder)' cannot be added: the vocabulary already has '\(existing)'. A name in angle brackets, such as '<\(placeholder)>', is free."
        case .unknownPlaceholder(let placeholder, let known):
            "No token '\(placeholder)' has been added; there are: \(known.isEmpty ? "none" : known.joined(separator: ", "))."
        case .invalidVectorCount(let count, let limit): "A token has 1 to \(limit) vectors, not \(count)."
        }
    }
}
