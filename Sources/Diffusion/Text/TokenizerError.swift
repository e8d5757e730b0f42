/// What can be wrong with a tokenizer folder or a token that is to be added.
public enum TokenizerError: Error, Equatable, Sendable, CustomStringConvertible {
    case missingFile(folder: String, tried: [String])
    case malformedFile(path: String, reason: String)
    case invalidPlaceholder(placeholder: String, reason: String)

    public var description: String {
        switch self {
        case .missingFile(let folder, let tried): "The tokenizer folder '\(folder)' has none of \(tried.joined(separator: ", "))."
        case .malformedFile(let path, let reason): "'\(path)' is malformed: \(reason)."
        case .invalidPlaceholder(let placeholder, let reason): "'\(placeholder)' can't be a token of its own: \(reason)."
        }
    }
}
