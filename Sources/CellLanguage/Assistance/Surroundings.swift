/// The part of a cell that help is found from: all of it, or the lines around the cursor where a cell is so long that reading it would take too long.
struct Surroundings {
    /// Bytes that are read before and after the cursor.
    private static let reach = (before: 40_000, after: 8_000)

    let source: SourceText
    /// The cursor, in bytes of the source.
    let offset: Int
    /// Unicode scalars of the cell before the source begins.
    let skipped: Int

    /// - Parameter scalar: the cursor in Unicode scalars; clamped where it is outside the text.
    init(_ text: String, at scalar: Int) {
        let scalars = text.unicodeScalars
        let cursor = scalars.index(scalars.startIndex, offsetBy: max(0, scalar), limitedBy: scalars.endIndex) ?? scalars.endIndex
        let start = Self.start(in: text, before: cursor)
        let end = text.utf8.index(cursor, offsetBy: Self.reach.after, limitedBy: text.endIndex) ?? text.endIndex
        source = SourceText(String(text[start..<end]), name: "")
        offset = text.utf8.distance(from: start, to: cursor)
        skipped = scalars.distance(from: scalars.startIndex, to: start)
    }

    /// The text's beginning, or that of a line.
    private static func start(in text: String, before cursor: String.Index) -> String.Index {
        guard let near = text.utf8.index(cursor, offsetBy: -reach.before, limitedBy: text.startIndex) else { return text.startIndex }
        return text.utf8[near..<cursor].firstIndex(of: UInt8(ascii: "\n")).map { text.utf8.index(after: $0) } ?? cursor
    }
}
