/// One thing that could stand at the cursor.
public struct Completion: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case keyword, variable, function, argument, enumerationCase = "case", property, method, type
        /// What stands in a string: a file or folder, the name of something, a word of a prompt.
        case path, name, word
    }

    /// What is inserted.
    public let text: String
    public let kind: Kind
    /// A signature, type or value, in short.
    public let detail: String

    public init(_ text: String, _ kind: Kind, detail: String = "") {
        self.text = text
        self.kind = kind
        self.detail = detail
    }
}
