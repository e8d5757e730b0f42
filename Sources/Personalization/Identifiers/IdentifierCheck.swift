/// What is to be said about an identifier before a model learns a subject under it.
public struct IdentifierCheck: Equatable, Sendable, CustomStringConvertible {
    /// A reason to choose another.
    public enum Concern: Equatable, Sendable, CustomStringConvertible {
        /// Only letters and digits are found in prompts as they were taught.
        case notAWord
        case severalTokens([String])
        /// A word that people write in prompts.
        case ordinaryWord
        /// The model knows it: so much, where an ordinary thing's name is about 1.
        case known(meaning: Double)
        /// Another subject has it.
        case handedOut
        /// A token of that name was added.
        case placeholder

        public var description: String {
            switch self {
            case .notAWord: "it must be one word of letters and digits"
            case .severalTokens(let pieces): "it is \(pieces.count) tokens (\(pieces.joined(separator: ", "))), each with a meaning of its own"
            case .ordinaryWord: "it is a word that prompts use"
            case .known(let meaning): "the model knows it: it means \(Int((meaning * 100).rounded())) % of what the name of an ordinary thing means"
            case .handedOut: "another subject has it already"
            case .placeholder: "a token of that name was added to the model"
            }
        }
    }

    public let identifier: String
    /// See `RareIdentifiers.Proposal`; nil for several tokens.
    public let meaning: Double?
    public let concerns: [Concern]
    /// Better ones, where there are concerns.
    public let alternatives: [String]

    public var description: String {
        guard !concerns.isEmpty else { return "'\(identifier)' is a good identifier." }
        let better = alternatives.isEmpty ? "" : " Better: \(alternatives.joined(separator: ", "))."
        return "'\(identifier)': \(concerns.map(\.description).joined(separator: "; ")).\(better)"
    }
}
