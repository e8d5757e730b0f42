/// Cuts normalised text into the words that are encoded on their own: contractions, runs of letters, single digits, runs of other signs.
///
/// Source: OpenAI CLIP, `simple_tokenizer.py`, the pattern
/// `<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`.
enum WordSplitter {
    /// Markers end a run of signs. The byte-level stage cuts them once more, so that typed out they are three words.
    private static let markers = ["startoftext", "endoftext"].map { ["<|", $0, "|>"].map { Array($0.unicodeScalars) } }
    private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map { Array($0.unicodeScalars) }

    /// Calls `body` with each word in turn.
    static func forEachWord(in text: ArraySlice<Unicode.Scalar>, _ body: (ArraySlice<Unicode.Scalar>) -> Void) {
        var place = text.startIndex
        while place < text.endIndex {
            if text[place].isTextSpace {
                place += 1
                continue
            }
            let marker = text[place] == "<" ? markers.first { text[place...].starts(with: $0.joined()) } : nil
            for length in marker?.map(\.count) ?? [lengthOfWord(in: text[place...])] {
                body(text[place..<place + length])
                place += length
            }
        }
    }

    private static func lengthOfWord(in text: ArraySlice<Unicode.Scalar>) -> Int {
        let first = text[text.startIndex]
        if first == "'", let tail = contractions.first(where: { text.starts(with: $0) }) { return tail.count }
        if first.isTextNumber { return 1 }
        let belongs: (Unicode.Scalar) -> Bool =
            first.isTextLetter ? \.isTextLetter : { !$0.isTextSpace && !$0.isTextLetter && !$0.isTextNumber }
        return (text.firstIndex { !belongs($0) } ?? text.endIndex) - text.startIndex
    }
}
