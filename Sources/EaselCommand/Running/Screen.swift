import Glibc

/// The terminal, or the file or pipe in its place: lines, and on a terminal one line that changes.
final class Screen {
    private let isTerminal = isatty(1) == 1
    private let errorsAreColoured = isatty(2) == 1
    /// What stands in the line that changes.
    private var liveLine = ""
    private var endsInLine = false
    private var lastNote = ContinuousClock.now
    private let start = ContinuousClock.now

    /// Writes a heading for a cell: its number and its first line.
    func beginCell(_ number: Int, of count: Int, source: String) {
        let first = source.split(separator: "\n").first { !$0.allSatisfy(\.isWhitespace) } ?? ""
        let heading = "[\(number)/\(count)] \(first.prefix(100))"
        line(isTerminal ? "\u{1B}[1;34m\(heading)\u{1B}[0m" : heading)
    }

    /// Writes text as a cell does.
    func text(_ text: String, toStandardError: Bool) {
        clearLiveLine()
        StandardStreams.write(text, to: toStandardError ? 2 : 1)
        endsInLine = text.last.map { $0 != "\n" } ?? endsInLine
    }

    /// Writes whole lines.
    func line(_ text: String) {
        clearLiveLine()
        StandardStreams.write((endsInLine ? "\n" : "") + text + "\n", to: 1)
        endsInLine = false
    }

    /// Shows how far something is: in place on a terminal, now and then a line elsewhere; false where it was not shown.
    func progress(_ text: String) -> Bool {
        guard isTerminal else {
            guard ContinuousClock.now - lastNote > .seconds(10) else { return false }
            lastNote = .now
            line(text)
            return true
        }
        if endsInLine { StandardStreams.write("\n", to: 1) }
        endsInLine = false
        liveLine = text
        StandardStreams.write("\r\u{1B}[K\(text.prefix(columns - 1))", to: 1)
        return false
    }

    /// Shows an error.
    func fail(_ text: String) {
        clearLiveLine()
        if endsInLine { StandardStreams.write("\n", to: 1) }
        endsInLine = false
        StandardStreams.complain(errorsAreColoured ? text : text.replacing(/\u{1B}\[[0-9;]*m/, with: ""))
    }

    /// The last line of a run without errors.
    func finish(cellCount: Int, output: String?) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        line("\(cellCount) cells in \((seconds * 10).rounded() / 10) s" + (output.map { ", written to \($0)" } ?? ""))
    }

    private func clearLiveLine() {
        guard !liveLine.isEmpty else { return }
        liveLine = ""
        StandardStreams.write("\r\u{1B}[K", to: 1)
    }

    private var columns: Int {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
        return Int(size.ws_col)
    }
}
