/// The text of one cell with the table of its lines. Immutable, so errors may keep it and other threads may read it.
public final class SourceText: Sendable {
    /// What a traceback calls it, such as `Cell 3`.
    public let name: String
    public let text: String
    package let bytes: [UInt8]
    private let lineStarts: [Int]

    public init(_ text: String, name: String) {
        self.text = text
        self.name = name
        bytes = Array(text.utf8)
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
        lineStarts = starts
    }

    public var lineCount: Int { lineStarts.count }

    /// The zero-based line that holds a UTF-8 offset; offsets outside the text are clamped.
    public func line(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The range of a line without its line break.
    public func range(ofLine line: Int) -> SourceRange {
        let line = min(max(line, 0), lineStarts.count - 1)
        let start = lineStarts[line]
        var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return SourceRange(start, end)
    }

    /// The text of a range; a range that leaves the text is cut.
    public func slice(_ range: SourceRange) -> String {
        let start = min(max(range.start, 0), bytes.count)
        let end = min(max(range.end, start), bytes.count)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The UTF-8 offset of a position counted in Unicode scalars, as Jupyter counts; clamped to the text.
    public func offset(ofScalar scalar: Int) -> Int {
        guard scalar > 0 else { return 0 }
        var seen = 0
        for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
            if seen == scalar { return offset }
            seen += 1
        }
        return bytes.count
    }

    /// The position in Unicode scalars of a UTF-8 offset; clamped to the text.
    public func scalar(ofOffset offset: Int) -> Int {
        bytes.prefix(max(offset, 0)).reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
    }
}
