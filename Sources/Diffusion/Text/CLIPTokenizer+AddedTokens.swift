extension CLIPTokenizer {
    /// A placeholder and the ids of its vectors.
    public struct Added: Equatable, Sendable {
        public let placeholder: String
        public let ids: [Int]

        /// `<t>`, `<t>_1`, …: one name a vector.
        public var names: [String] { CLIPTokenizer.names(placeholder, vectors: ids.count) }

        var wholeTokens: [WholeToken] { zip(names, ids).map { WholeToken(content: $0, id: $1) } }
    }

    /// The most vectors one placeholder may have: more would not leave room for a single word.
    public static let vectorLimit = 75

    /// Adds a placeholder; with several vectors also `<t>_1`, `<t>_2`, …. Ids go on from the highest in use. Added tokens are found in
    /// any case and inside words, the longest first.
    ///
    /// - Throws: `TokenizerError`; the tokenizer is then as before.
    public mutating func add(_ placeholder: String, vectors: Int = 1) throws -> Added {
        guard 1...Self.vectorLimit ~= vectors else { throw TokenizerError.invalidVectorCount(vectors, limit: Self.vectorLimit) }
        try validate(Self.names(placeholder, vectors: vectors))
        let token = Added(placeholder: placeholder, ids: Array(nextID..<nextID + vectors))
        insert(token)
        return token
    }

    /// Takes a placeholder with all its vectors out, if it is there. Its ids are not given away again while others are in use above them.
    public mutating func remove(_ placeholder: String) {
        guard addedTokens.contains(where: { $0.placeholder == placeholder }) else { return }
        addedTokens.removeAll { $0.placeholder == placeholder }
        indexTokens()
    }

    /// Gives a placeholder, with all its vectors, another name and leaves its ids.
    ///
    /// - Throws: `TokenizerError`; the tokenizer is then as before.
    public mutating func rename(_ placeholder: String, to newName: String) throws {
        guard let token = addedTokens.first(where: { $0.placeholder == placeholder }) else {
            throw TokenizerError.unknownPlaceholder(placeholder, known: addedTokens.map(\.placeholder))
        }
        var renamed = self
        renamed.remove(placeholder)
        try renamed.validate(Self.names(newName, vectors: token.ids.count))
        renamed.insert(Added(placeholder: newName, ids: token.ids))
        self = renamed
    }

    /// A text with every placeholder of several vectors followed by the names of the others, as diffusers does before encoding.
    ///
    /// - Parameter anyCase: expands `<T>` for `<t>` too, of which diffusers would use the first vector only, and leaves `<t>` alone inside another
    ///   placeholder such as `<t>-toy`, which diffusers would break apart.
    ///
    /// Source: diffusers, `loaders/textual_inversion.py`, `maybe_convert_prompt`.
    public func expandingVectors(in prompt: String, anyCase: Bool = false) -> String {
        let names = Dictionary(wholeTokens.map { ($0.id, $0.content) }) { first, _ in first }
        let known = Set(names.values)
        guard names.values.contains(where: { known.contains("\($0)_1") }) else { return prompt }
        var seen = Set<Int>()
        var result = Array(prompt.utf8)
        for id in bareIDs(of: prompt) where seen.insert(id).inserted {
            guard let name = names[id], known.contains("\(name)_1") else { continue }
            var written = [name]
            while known.contains("\(name)_\(written.count)") { written.append("\(name)_\(written.count)") }
            let longer = anyCase ? longerNames(than: name, in: names.values) : []
            result = Self.replacing(Array(name.utf8), with: Array(written.joined(separator: " ").utf8), in: result, anyCase: anyCase, keeping: longer)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Placeholders that hold a name and are not those of its further vectors; the longest first.
    private func longerNames(than name: String, in names: some Sequence<String>) -> [[UInt8]] {
        let part = Array(name.lowercased().utf8)
        return names.map { Array($0.lowercased().utf8) }.filter { other in
            other.count > part.count && other.firstIndex(ofSequence: part) != nil
                && !(other.starts(with: part) && other[part.count] == UInt8(ascii: "_") && other.dropFirst(part.count + 1).allSatisfy { 0x30...0x39 ~= $0 })
        }.sorted { $0.count > $1.count }
    }

    /// Whether the placeholder is also found inside ordinary words, because nothing in it sets it apart from letters and digits.
    public func matchesInsideWords(_ placeholder: String) -> Bool {
        TextNormalizer.normalize(placeholder).allSatisfy { $0.isTextLetter || $0.isTextNumber || $0 == "-" || $0 == "_" || $0 == "'" }
    }

    /// Ordinary words of the vocabulary that the placeholder would cut apart, since added tokens match inside words; the commonest first.
    public func words(containing placeholder: String, limit: Int = 5) -> [String] {
        let part = Array(String(String.UnicodeScalarView(TextNormalizer.normalize(placeholder))).utf8)
        let end = Array(BytePairEncoder.wordEnd.utf8)
        let words = encoder.vocabulary.filter { name, _ in
            let bytes = name.utf8
            return bytes.count > end.count + part.count && bytes.suffix(end.count).elementsEqual(end)
                && bytes.dropLast(end.count).firstIndex(ofSequence: part) != nil
        }
        return words.sorted { $0.value < $1.value }.prefix(limit).map { String($0.key.dropLast(end.count)) }
    }

    /// Adds a token without asking whether its name is free: one that the vocabulary has keeps its id there.
    package mutating func register(_ content: String) -> Int {
        let id = encoder.vocabulary[content] ?? nextID
        insert(Added(placeholder: content, ids: [id]))
        return id
    }

    private var nextID: Int { max(vocabularySize, tableSize, (addedTokens.flatMap(\.ids).max() ?? -1) + 1) }

    private mutating func insert(_ token: Added) {
        let comesLast = addedTokens.allSatisfy { $0.ids[0] < token.ids[0] }
        addedTokens.append(token)
        // The usual case, and what keeps a session with many tokens from indexing all of them anew for each.
        guard !comesLast else { return token.wholeTokens.forEach { index($0) } }
        addedTokens.sort { $0.ids[0] < $1.ids[0] }
        indexTokens()
    }

    static func names(_ placeholder: String, vectors: Int) -> [String] {
        [placeholder] + (1..<max(vectors, 1)).map { "\(placeholder)_\($0)" }
    }

    private static func replacing(
        _ part: [UInt8], with replacement: [UInt8], in text: [UInt8], anyCase: Bool, keeping longer: [[UInt8]]
    ) -> [UInt8] {
        func folded(_ byte: UInt8) -> UInt8 { anyCase && 0x41...0x5A ~= byte ? byte + 32 : byte }
        func stands(_ pattern: [UInt8], at place: Int) -> Bool {
            place + pattern.count <= text.count && zip(text[place...], pattern).allSatisfy { folded($0) == $1 }
        }
        let pattern = part.map(folded)
        var result: [UInt8] = []
        var place = 0
        while place < text.count {
            if let kept = longer.first(where: { stands($0, at: place) }) {
                result += text[place..<(place + kept.count)]
                place += kept.count
            } else if stands(pattern, at: place) {
                result += replacement
                place += pattern.count
            } else {
                result.append(text[place])
                place += 1
            }
        }
        return result
    }
}
