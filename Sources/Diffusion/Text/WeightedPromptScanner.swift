/// Cuts a weighted prompt into brackets, weights and text.
///
/// Source: as ``WeightedPrompt``, the expressions `re_attention` and `re_break`.
struct WeightedPromptScanner {
    enum Piece: Equatable {
        /// What stood behind a backslash; empty where that was no bracket and no backslash.
        case literal(String)
        /// `(` or `[`.
        case opening(Character)
        /// `)` or `]`.
        case closing(Character)
        /// `:1.2)`, and how it was written.
        case weight(Double, written: String)
        /// Text, cut at each `BREAK`: at least one, each may be empty.
        case text([String])
    }

    private static let breakWord = Array("BREAK".unicodeScalars)
    private static let marks = Set("\\()[]:".unicodeScalars)
    private let scalars: [Unicode.Scalar]
    private var place = 0

    init(_ prompt: String) { scalars = Array(prompt.unicodeScalars) }

    mutating func next() -> Piece? {
        guard place < scalars.count else { return nil }
        switch scalars[place] {
        case "\\": return literal()
        case "(", "[":
            place += 1
            return .opening(Character(scalars[place - 1]))
        case ")", "]":
            place += 1
            return .closing(Character(scalars[place - 1]))
        case ":": return weight() ?? text(to: place + 1)
        default: return text(to: scalars[place...].firstIndex(where: Self.marks.contains) ?? scalars.count)
        }
    }

    private mutating func literal() -> Piece {
        place += 1
        guard place < scalars.count, scalars[place] != ":", Self.marks.contains(scalars[place]) else { return .literal("") }
        place += 1
        return .literal(String(scalars[place - 1]))
    }

    /// A number between a colon and a closing bracket; nil, and nothing read, where something else stands there.
    private mutating func weight() -> Piece? {
        var end = place + 1
        func skip(_ isPart: (Unicode.Scalar) -> Bool) { while end < scalars.count, isPart(scalars[end]) { end += 1 } }
        skip(\.isTextSpace)
        let start = end
        if end < scalars.count, scalars[end] == "+" || scalars[end] == "-" { end += 1 }
        skip { $0 == "." || "0"..."9" ~= $0 }
        let number = String(String.UnicodeScalarView(scalars[start..<end]))
        skip(\.isTextSpace)
        // What overflows is no weight either: a picture of it would be no picture.
        guard end < scalars.count, scalars[end] == ")", let value = Double(number), Float(value).isFinite else { return nil }
        defer { place = end + 1 }
        return .weight(value, written: String(String.UnicodeScalarView(scalars[place...end])))
    }

    private mutating func text(to end: Int) -> Piece {
        var texts: [String] = []
        var taken = place
        while place < end {
            guard isBreak(at: place, before: end) else {
                place += 1
                continue
            }
            let before = scalars[taken..<place]
            texts.append(String(String.UnicodeScalarView(before.prefix((before.lastIndex { !$0.isTextSpace } ?? taken - 1) + 1 - taken))))
            place += Self.breakWord.count
            while place < end, scalars[place].isTextSpace { place += 1 }
            taken = place
        }
        return .text(texts + [String(String.UnicodeScalarView(scalars[taken..<end]))])
    }

    /// Whether the word, alone, stands at a place. What lies beyond a mark does not touch it.
    private func isBreak(at start: Int, before limit: Int) -> Bool {
        let end = start + Self.breakWord.count
        guard end <= limit, scalars[start..<end].elementsEqual(Self.breakWord) else { return false }
        let touchesBefore = start > 0 && !Self.marks.contains(scalars[start - 1]) && scalars[start - 1].isWordPart
        return !touchesBefore && !(end < limit && scalars[end].isWordPart)
    }
}
