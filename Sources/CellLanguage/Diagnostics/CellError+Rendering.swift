extension CellError {
    /// The error as a traceback, line by line: the sentence, the line of the cell with its place underlined, and the calls that led there.
    ///
    /// ```
    /// ArgumentError: sample has no argument 'guidence'; did you mean 'guidanceScale'?
    ///  2 │ sample("a photo of a cat", guidence: 7)
    ///    │                            ^^^^^^^^
    /// ```
    /// - Parameter isColoured: with ANSI colours, as Jupyter's tracebacks have them.
    public func traceback(isColoured: Bool = true) -> [String] {
        let ink = Ink(isColoured: isColoured)
        var lines = [ink.paint(name, .error) + (message.isEmpty ? "" : ": " + message)]
        guard let source, let range else { return lines }
        if !calls.isEmpty { lines.append(ink.paint("in \(source.name)", .quiet)) }
        lines += Excerpt(source, range).lines(ink)
        for call in calls {
            guard let source = call.source else { continue }
            lines.append(ink.paint("called as \(call.function) in \(source.name)", .quiet))
            lines += Excerpt(source, call.range).lines(ink)
        }
        return lines
    }
}

/// ANSI colours, or none.
struct Ink {
    enum Colour: String {
        case error = "\u{1B}[1;31m"
        case mark = "\u{1B}[31m"
        case quiet = "\u{1B}[2m"
    }

    let isColoured: Bool

    func paint(_ text: String, _ colour: Colour) -> String {
        isColoured ? colour.rawValue + text + "\u{1B}[0m" : text
    }
}

/// The lines of a cell that a range touches, with the range underlined.
struct Excerpt {
    /// Longer ranges are shown with their first lines only.
    private static let longest = 3
    /// A line longer than this is cut around the range.
    private static let widest = 160

    private let source: SourceText
    private let range: SourceRange

    init(_ source: SourceText, _ range: SourceRange) {
        self.source = source
        let end = min(max(range.end, 0), source.bytes.count)
        self.range = SourceRange(min(max(range.start, 0), end), end)
    }

    func lines(_ ink: Ink) -> [String] {
        let first = source.line(at: range.start)
        let last = max(first, source.line(at: max(range.start, range.end - 1)))
        let shown = first...min(last, first + Self.longest - 1)
        let digits = "\(shown.upperBound + 1)".count
        return shown.flatMap { line in
            let (text, mark) = marked(line)
            let number = "\(line + 1)"
            let gutter = " " + String(repeating: " ", count: digits - number.count) + number + " │ "
            let empty = String(repeating: " ", count: digits + 1) + " │ "
            return [ink.paint(gutter, .quiet) + text, ink.paint(empty, .quiet) + mark.spaces + ink.paint(mark.carets, .mark)]
        }
    }

    /// The text of a line, tabs replaced, with the columns to underline.
    private func marked(_ line: Int) -> (text: String, mark: (spaces: String, carets: String)) {
        let lineRange = source.range(ofLine: line)
        let start = min(max(range.start, lineRange.start), lineRange.end)
        let end = min(max(range.end, start), lineRange.end)
        var before = source.slice(SourceRange(lineRange.start, start))
        let within = source.slice(SourceRange(start, end))
        var after = source.slice(SourceRange(end, lineRange.end))
        if line != source.line(at: range.start) {
            let indentation = String(within.prefix { $0 == " " || $0 == "\t" })
            return (plain(within + after), (plain(indentation), carets(String(within.dropFirst(indentation.count)))))
        }
        if before.count > Self.widest { before = "…" + before.suffix(Self.widest / 2) }
        if after.count > Self.widest { after = after.prefix(Self.widest / 2) + "…" }
        let spaces = String(repeating: " ", count: DisplayWidth.of(before))
        return (plain(before + within + after), (spaces, carets(within)))
    }

    private func carets(_ text: String) -> String {
        String(repeating: "^", count: max(1, min(DisplayWidth.of(text), 2 * Self.widest)))
    }

    private func plain(_ text: String) -> String {
        text.replacing("\t", with: String(repeating: " ", count: DisplayWidth.tab)).filter {
            !($0.unicodeScalars.first?.properties.generalCategory == .control)
        }
    }
}
