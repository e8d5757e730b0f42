public import Diffusion
public import NeuralNetworks

/// Words that can stand for a new subject: one token each, and without a meaning that would have to be unlearnt.
///
/// Source: the DreamBooth paper, section 3.2: an identifier of several tokens, or one that the model knows, makes it learn the subject against what it
/// believes already.
public struct RareIdentifiers {
    /// A word that is free.
    public struct Proposal: Equatable, Sendable {
        public let identifier: String
        /// 0 for a word that the model can't have met, about 1 for the name of an ordinary thing.
        public let meaning: Double
    }

    /// Words that mean more than this say something to the model.
    public static let meaningLimit = 0.5
    private static let lengths = 3...5
    /// How many words the text model is asked about, the least familiar of the vocabulary.
    private static let shortlist = 256

    private let model: StableDiffusion
    private let used: Set<String>
    private let meaning: WordMeaning

    /// - Parameters:
    ///   - category: what the subject is, such as "dog".
    ///   - used: identifiers that were handed out before.
    /// - Throws: `PersonalizationError.noIdentifier`, and what `interruption` throws.
    public init(for category: String, in model: StableDiffusion, used: Set<String> = [], interruption: Interruption = .never) throws {
        self.model = model
        self.used = Set(used.map { $0.lowercased() })
        meaning = try WordMeaning(model, category: category, interruption: interruption)
    }

    /// Free words, the best first: those without vowels, which are words of no language, before others, and what means least to the model before what means more.
    ///
    /// - Throws: `PersonalizationError.noIdentifier` where no word is left.
    public func proposals(_ count: Int = 5) throws -> [Proposal] {
        let free = model.tokenizer.words(ofLength: Self.lengths).filter { isFree($0.text) }
        let familiarity = meaning.familiarity(of: free.map(\.id))
        let least = free.indices.sorted {
            (Self.isSpeakable(free[$0].text) ? 1 : 0, familiarity[$0], free[$0].id) < (Self.isSpeakable(free[$1].text) ? 1 : 0, familiarity[$1], free[$1].id)
        }
        let short = least.prefix(Self.shortlist).map { free[$0] }
        let proposals = zip(short, try meaning(short.map(\.id))).map { Proposal(identifier: $0.text, meaning: $1) }
        let meaningless = proposals.filter { $0.meaning < Self.meaningLimit }.sorted {
            (Self.isSpeakable($0.identifier) ? 1 : 0, $0.meaning, $0.identifier) < (Self.isSpeakable($1.identifier) ? 1 : 0, $1.meaning, $1.identifier)
        }
        guard !meaningless.isEmpty else {
            throw PersonalizationError.noIdentifier(reason: "every single-token word of '\(model.name)' means something or has been handed out (\(used.count))")
        }
        return Array(meaningless.prefix(count))
    }

    /// What is wrong with a word that a person would like to use.
    public func check(_ identifier: String) throws -> IdentifierCheck {
        let pieces = model.tokenizer.tokens(of: identifier)
        let significance = pieces.count == 1 ? try meaning(pieces)[0] : nil
        let concerns = try concerns(about: identifier, pieces, significance)
        let alternatives = concerns.isEmpty ? [] : try proposals(3).map(\.identifier)
        return IdentifierCheck(identifier: identifier, meaning: significance, concerns: concerns, alternatives: alternatives)
    }

    private func concerns(about identifier: String, _ pieces: [Int], _ meaning: Double?) throws -> [IdentifierCheck.Concern] {
        guard !identifier.isEmpty, identifier.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return [.notAWord] }
        var concerns: [IdentifierCheck.Concern] = []
        if used.contains(identifier.lowercased()) { concerns.append(.handedOut) }
        if isPlaceholder(identifier) { concerns.append(.placeholder) }
        if pieces.count > 1 { concerns.append(.severalTokens(pieces.map(model.tokenizer.text))) }
        if OrdinaryWords.all.contains(identifier.lowercased()) { concerns.append(.ordinaryWord) }
        if let meaning, meaning >= Self.meaningLimit { concerns.append(.known(meaning: meaning)) }
        return concerns
    }

    private func isFree(_ word: String) -> Bool { !used.contains(word) && !OrdinaryWords.all.contains(word) && !isPlaceholder(word) }

    private func isPlaceholder(_ word: String) -> Bool { model.tokenizer.addedTokens.contains { $0.placeholder.lowercased() == word.lowercased() } }

    private static func isSpeakable(_ word: String) -> Bool { word.contains { "aeiouy".contains($0) } }
}
