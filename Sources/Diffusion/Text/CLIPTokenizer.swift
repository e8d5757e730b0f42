/// Turns prompts into the token ids that CLIP's text model was trained on, with placeholders for learnt concepts added.
///
/// A value: adding a token to one copy leaves the others as they are. An id, once given, stays with its token.
///
/// Source: Radford et al. 2021, section 2.4; equal to transformers 5's `CLIPTokenizer`.
public struct CLIPTokenizer: Sendable {
    /// The ids of a prompt, as the text model reads them.
    public struct Encoding: Equatable, Sendable {
        /// Exactly as many as the tokenizer's maximum length: start, the prompt, end, padding.
        public let ids: [Int]
        /// Ids of the whole prompt without start and end, before it was cut.
        public let length: Int
        /// Whether the prompt was too long.
        public let isTruncated: Bool
    }

    /// The checkpoint's own ids are below this number.
    public let vocabularySize: Int
    /// How many ids a prompt has at most, with start and end.
    public let maximumLength: Int
    /// The id that begins every prompt.
    public let startID: Int
    /// The id that ends every prompt.
    public let endID: Int
    /// The id that fills a prompt up to ``maximumLength``.
    public internal(set) var paddingID: Int
    /// The placeholders that were added to this tokenizer, in the order of their ids.
    public internal(set) var addedTokens: [Added] = []

    /// Ids below this one belong to the text model's table, also those that the vocabulary has no word for; placeholders come after them.
    var tableSize = 0

    let encoder: BytePairEncoder
    /// Special tokens and placeholders that the checkpoint came with.
    let ownTokens: [WholeToken]
    /// Whole tokens found in the text as it was typed, and those found in its normalised form.
    private var literalTokens = TokenTrie()
    private var normalizedTokens = TokenTrie()

    init(encoder: BytePairEncoder, tokens: [WholeToken], start: Int, end: Int, padding: Int, maximumLength: Int) {
        self.encoder = encoder
        ownTokens = tokens.sorted { $0.id < $1.id }
        vocabularySize = max(encoder.highestID, ownTokens.last?.id ?? -1) + 1
        startID = start
        endID = end
        paddingID = padding
        self.maximumLength = maximumLength
        indexTokens()
    }

    /// A prompt cut and padded to exactly ``maximumLength`` ids; the end stays when the prompt is cut. Placeholders of several vectors are
    /// written out first, unless `expandingVectors` is false.
    public func encode(_ prompt: String, expandingVectors: Bool = true) -> Encoding {
        let all = expandingVectors ? tokens(of: prompt) : bareIDs(of: prompt)
        let kept = all.prefix(maximumLength - 2)
        let padding = Array(repeating: paddingID, count: maximumLength - 2 - kept.count)
        return Encoding(ids: [startID] + kept + [endID] + padding, length: all.count, isTruncated: kept.count < all.count)
    }

    /// The ids of a text without start, end or limit, placeholders of several vectors written out.
    public func tokens(of text: String) -> [Int] {
        bareIDs(of: expandingVectors(in: text, anyCase: true))
    }

    /// The part of a prompt that does not fit, as text; `nil` when all of it fits.
    public func truncatedText(of prompt: String) -> String? {
        let rest = tokens(of: prompt).dropFirst(maximumLength - 2)
        return rest.isEmpty ? nil : decode(Array(rest))
    }

    /// The ids of a text just as it stands, without start and end: what transformers gives.
    package func bareIDs(of text: String) -> [Int] {
        var ids: [Int] = []
        for piece in literalTokens.pieces(of: Array(text.unicodeScalars)[...]) {
            switch piece {
            case .token(let token): ids.append(token.id)
            case .text(let text): appendIDs(ofNormalized: TextNormalizer.normalize(text), to: &ids)
            }
        }
        return ids
    }

    private func appendIDs(ofNormalized text: [Unicode.Scalar], to ids: inout [Int]) {
        for piece in normalizedTokens.pieces(of: text[...]) {
            switch piece {
            case .token(let token): ids.append(token.id)
            case .text(let text): WordSplitter.forEachWord(in: text) { ids += encoder.encode($0) }
            }
        }
    }

    /// All tokens that are found whole, the checkpoint's and those added.
    var wholeTokens: [WholeToken] { ownTokens + addedTokens.flatMap(\.wholeTokens) }

    /// The token that a name would be taken for.
    func wholeToken(spelledLike name: String, normalized: [Unicode.Scalar]) -> WholeToken? {
        normalizedTokens.token(spelled: normalized)
            ?? ownTokens.first { $0.content == name || TextNormalizer.normalize($0.content) == normalized }
    }

    /// Rebuilds the search for whole tokens; due after every change of ``addedTokens`` but one at their end.
    mutating func indexTokens() {
        (literalTokens, normalizedTokens) = (TokenTrie(), TokenTrie())
        for token in wholeTokens { index(token) }
    }

    /// Makes a token findable that comes after all others.
    mutating func index(_ token: WholeToken) {
        if token.isNormalized {
            normalizedTokens.insert(TextNormalizer.normalize(token.content), token)
        } else {
            literalTokens.insert(Array(token.content.unicodeScalars), token)
        }
    }
}
