extension CLIPTokenizer {
    /// Makes a placeholder a token of its own, with an id for each of its vectors; ids go on from the highest in use.
    ///
    /// Added tokens are found in any case and inside words, the longest first.
    /// - Throws: `TokenizerError.invalidPlaceholder` where the name is taken or can't be found again in a prompt.
    public mutating func add(_ placeholder: String, vectors: Int) throws -> Added {
        try validate(placeholder)
        for name in Self.names(placeholder, vectors: vectors) where isKnown(name) {
            throw TokenizerError.invalidPlaceholder(placeholder: placeholder, reason: "'\(name)' is known already")
        }
        let first = (addedTokens.flatMap(\.ids).max() ?? vocabularySize - 1) + 1
        let token = Added(placeholder: placeholder, ids: Array(first..<(first + vectors)))
        insert(token)
        return token
    }

    /// Forgets a placeholder; its ids are not given away again while others are in use above them.
    public mutating func remove(_ placeholder: String) { discard(placeholder) }

    /// Ordinary words of the vocabulary that the placeholder would cut apart, since added tokens match inside words.
    public func words(containing placeholder: String, limit: Int = 5) -> [String] {
        let name = WordSplitter.normalized(placeholder)
        return vocabularyWords.filter { $0.count > name.count && $0.contains(name) }.sorted { ($0.count, $0) < ($1.count, $1) }.prefix(limit).map(\.self)
    }

    private func validate(_ placeholder: String) throws {
        func refuse(_ reason: String) -> TokenizerError { .invalidPlaceholder(placeholder: placeholder, reason: reason) }
        let name = WordSplitter.normalized(placeholder)
        guard !name.isEmpty, name != " " else { throw refuse("it is empty") }
        guard name.first != " ", name.last != " " else { throw refuse("it begins or ends with a space") }
        guard name.utf8.count <= 128 else { throw refuse("it is longer than 128 bytes") }
        guard tokens(of: placeholder) != [paddingID] else { throw refuse("it is the padding token") }
    }
}
