/// A half-open stretch of a cell's text, in UTF-8 offsets.
public struct SourceRange: Hashable, Sendable {
    public let start: Int
    public let end: Int

    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// The smallest range that holds both.
    package func joined(_ other: SourceRange) -> SourceRange {
        SourceRange(min(start, other.start), max(end, other.end))
    }

    package func contains(_ offset: Int) -> Bool { start <= offset && offset < end }
}
