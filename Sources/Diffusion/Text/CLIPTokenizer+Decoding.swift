extension CLIPTokenizer {
    /// The text that ids stand for: lower case, one space between words. Unknown ids are left out.
    public func decode(_ ids: [Int]) -> String {
        let wanted = Set(ids)
        let pieces = encoder.vocabulary.reduce(into: [Int: String]()) { if wanted.contains($1.value) { $0[$1.value] = $1.key } }
        let whole = Dictionary(wholeTokens.map { ($0.id, $0.content) }) { first, _ in first }
        // A character may be cut between two pieces, so bytes are joined before they are read.
        let bytes = ids.flatMap { id -> [UInt8] in
            if let content = whole[id] { return Array(content.utf8) + [0x20] }
            guard let piece = pieces[id] else { return [] }
            let ends = piece.hasSuffix(BytePairEncoder.wordEnd)
            return ByteAlphabet.decode(ends ? piece.dropLast(BytePairEncoder.wordEnd.count) : piece[...]) + (ends ? [0x20] : [])
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix(" ") ? String(text.dropLast()) : text
    }

    /// The piece of text that one id stands for.
    public func text(of id: Int) -> String { decode([id]) }
}
