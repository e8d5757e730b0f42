/// A string literal in which the cursor stands.
public struct StringPlace: Sendable {
    /// The function whose argument the string is, where it is one.
    public let function: String?
    /// The parameter's name.
    public let parameter: String?
    /// The text between the opening quote and the cursor.
    public let prefix: String
}

/// What may stand in a string literal instead of the end of its text before the cursor.
public struct StringCompletions: Sendable {
    public let matches: [Completion]
    /// The end of the place's prefix that the matches stand for.
    public let replaced: String

    public init(_ matches: [Completion], replacing replaced: some StringProtocol) {
        self.matches = matches
        self.replaced = String(replaced)
    }
}
