/// Text to the ids that a CLIP text model reads.
///
/// Source: Radford et al. 2021; equal to transformers 5's `CLIPTokenizer`, and to diffusers in the way that placeholders of several vectors are written out.
public struct CLIPTokenizer: Sendable {
    /// Ids of a prompt, with the number that carries meaning.
    public struct Encoding: Equatable, Sendable {
        /// As long as the text model's window: start, the prompt, end, padding.
        public let ids: [Int]
        /// Ids of the whole prompt without its marks, before it was cut to the window.
        public let length: Int
        /// Whether the prompt was longer than the window.
        public let isTruncated: Bool
    }

    /// Ids that the checkpoint's own tokenizer knows.
    public let vocabularySize: Int
    /// The text model's window in tokens, marks included.
    public let maximumLength: Int
    public let startID: Int
    public let endID: Int
    public let paddingID: Int
    private let vocabulary: BytePairVocabulary
    /// Looked for in the text as typed.
    private let literalTokens: WholeTokens
    /// Looked for in the normalised text.
    private var normalizedTokens: WholeTokens
    private var added: [Added] = []
    /// Names in the checkpoint's own table, which can't be added again.
    private let reserved: Set<String>

    /// A placeholder and the ids of its vectors.
    public struct Added: Equatable, Sendable {
        public let placeholder: String
        public let ids: [Int]

        /// `<t>`, `<t>_1`, …: one name a vector.
        public var names: [String] { CLIPTokenizer.names(placeholder, vectors: ids.count) }
    }

    /// Reads a tokenizer folder.
    ///
    /// - Throws: `TokenizerError`, naming the file.
    public init(folder: String, maximumLength: Int) throws {
        let files = try TokenizerFolder(path: folder)
        vocabulary = try BytePairVocabulary(ids: files.vocabulary, merges: files.merges, path: files.vocabularyPath)
        var (literal, normalized) = (WholeTokens(), WholeTokens())
        for token in files.wholeTokens {
            if token.isNormalized {
                normalized.add(WordSplitter.normalized(token.content), id: token.id)
            } else {
                literal.add(token.content, id: token.id)
            }
        }
        (literalTokens, normalizedTokens) = (literal, normalized)
        let highest = max(files.vocabulary.values.max() ?? 0, files.wholeTokens.map(\.id).max() ?? 0)
        guard highest < 10_000_000, files.vocabulary.values.allSatisfy({ $0 >= 0 }) else {
            throw TokenizerError.malformedFile(path: files.vocabularyPath, reason: "its ids are not from 0 to 9,999,999")
        }
        vocabularySize = highest + 1
        (startID, endID, paddingID) = (files.startID, files.endID, files.paddingID)
        reserved = Set(files.wholeTokens.map { WordSplitter.normalized($0.content) })
        self.maximumLength = maximumLength
    }

    /// What has been added, in order.
    public var addedTokens: [Added] { added }

    /// The piece that an id stands for.
    public func text(of id: Int) -> String {
        if let token = added.first(where: { $0.ids.contains(id) }) { return token.placeholder }
        return vocabulary.piece(id).map { $0.replacing(BytePairVocabulary.wordEnd, with: "") } ?? "?"
    }

    /// The ids of a text without marks, padding or limit; placeholders of several vectors are written out first.
    public func tokens(of text: String) -> [Int] {
        literalTokens.split(expanded(text)).flatMap { piece -> [Int] in
            switch piece {
            case .token(let id): return [id]
            case .text(let text): return normalizedTokens.split(WordSplitter.normalized(text)).flatMap(ids)
            }
        }
    }

    /// A prompt as the text model reads it.
    public func encode(_ prompt: String) -> Encoding {
        let all = tokens(of: prompt)
        let kept = all.prefix(maximumLength - 2)
        let padding = repeatElement(paddingID, count: maximumLength - 2 - kept.count)
        return Encoding(ids: [startID] + kept + [endID] + padding, length: all.count, isTruncated: all.count > kept.count)
    }

    private func ids(_ piece: WholeTokens.Piece) -> [Int] {
        switch piece {
        case .token(let id): [id]
        case .text(let text): WordSplitter.words(of: text).flatMap(vocabulary.pieces)
        }
    }

    /// Whether a name is a token already: a whole word of the vocabulary, a mark or an added token.
    func isKnown(_ name: String) -> Bool {
        let normalized = WordSplitter.normalized(name)
        return vocabulary.ids[normalized + BytePairVocabulary.wordEnd] != nil || vocabulary.ids[name] != nil || reserved.contains(normalized)
            || added.contains { $0.names.contains { WordSplitter.normalized($0) == normalized } }
    }

    mutating func insert(_ token: Added) {
        added.append(token)
        for (name, id) in zip(token.names, token.ids) { normalizedTokens.add(WordSplitter.normalized(name), id: id) }
    }

    mutating func discard(_ placeholder: String) {
        for token in added where token.placeholder == placeholder {
            for name in token.names { normalizedTokens.remove(WordSplitter.normalized(name)) }
        }
        added.removeAll { $0.placeholder == placeholder }
    }

    /// Whole words that the vocabulary has an id for.
    var vocabularyWords: [String] {
        vocabulary.ids.keys.filter { $0.hasSuffix(BytePairVocabulary.wordEnd) }.map { String($0.dropLast(BytePairVocabulary.wordEnd.count)) }
    }

    /// `<t>` to `<t> <t>_1 …` where the prompt has not written it out itself.
    ///
    /// Source: diffusers' `maybe_convert_prompt`: only tokens that stand as words of the tokenised text are replaced, as typed.
    func expanded(_ prompt: String) -> String {
        added.reduce(prompt) { text, token in
            guard token.ids.count > 1, text.contains(token.placeholder) else { return text }
            return Self.expand(token, in: text)
        }
    }

    private static func expand(_ token: Added, in text: String) -> String {
        let whole = token.names.joined(separator: " ")
        var result = ""
        var rest = Substring(text)
        while let range = rest.firstRange(of: token.placeholder) {
            let follows = rest[range.upperBound...]
            let isWrittenOut = follows.first == "_" && follows.dropFirst().first?.isNumber == true
            let standsWritten = rest[range.lowerBound...].hasPrefix(whole)
            if standsWritten {
                result += rest[..<range.lowerBound] + whole
                rest = rest[range.lowerBound...].dropFirst(whole.count)
            } else {
                result += rest[..<range.upperBound]
                if !isWrittenOut { result += token.names.dropFirst().map { " \($0)" }.joined() }
                rest = follows
            }
        }
        return result + rest
    }

    static func names(_ placeholder: String, vectors: Int) -> [String] {
        [placeholder] + (1..<max(vectors, 1)).map { "\(placeholder)_\($0)" }
    }
}
