/// The cells that were run, in order, for front ends that offer them again: those of this session, and behind them those that an archive keeps.
///
/// Other sessions' cells count as older, also those of kernels that run at the same time.
struct History: Sendable {
    private struct Cell: Sendable {
        let line: Int
        let input: String
        var output: String?
    }

    private let archive: (any HistoryArchive)?
    private var cells: [Cell] = []

    init(archive: (any HistoryArchive)? = nil) { self.archive = archive }

    private var session: Int { archive?.session ?? 1 }

    private func entries(_ cells: some Sequence<Cell>) -> [HistoryEntry] {
        let session = session
        return cells.map { HistoryEntry(session: session, line: $0.line, input: $0.input, output: $0.output) }
    }

    /// Appends a cell of the present session.
    mutating func record(line: Int, input: String) {
        cells.append(Cell(line: line, input: input))
        archive?.keep(line: line, input: input)
    }

    /// Remembers what the cell last recorded showed as its value.
    mutating func setOutput(_ output: String, line: Int) {
        guard let last = cells.indices.last, cells[last].line == line else { return }
        cells[last].output = output
        archive?.keep(line: line, output: output)
    }

    /// The last `count` cells.
    func tail(_ count: Int) -> [HistoryEntry] {
        let own = entries(cells.suffix(max(0, count)))
        return count > own.count ? (archive?.tail(count - own.count) ?? []) + own : own
    }

    /// Cells `start` up to `stop`, which is not included, of a session; 0 is the present session and negative numbers count back from it.
    /// A negative `start` counts back from the last cell.
    func range(session number: Int, start: Int, stop: Int?) -> [HistoryEntry] {
        let present = session
        let wanted = number > 0 ? number : present &+ number
        let cells = wanted == present ? entries(cells) : archive?.cells(ofSession: wanted) ?? []
        let count = cells.last?.line ?? 0
        let first = start < 0 ? count &+ 1 &+ start : start
        let end = stop.map { $0 < 0 ? count &+ 1 &+ $0 : $0 } ?? Int.max
        return cells.filter { $0.line >= first && $0.line < end }
    }

    /// Cells whose whole text matches `pattern`, the last `count` of them; `unique` keeps only the last of equal texts.
    func search(_ pattern: String, count: Int?, unique: Bool) -> [HistoryEntry] {
        let glob = GlobPattern(pattern)
        var found = (archive?.search(pattern, count: count.map { max(0, $0) }, unique: unique) ?? []) + entries(cells.filter { glob.matches($0.input) })
        if unique {
            var seen: Set<String> = []
            found = found.reversed().filter { seen.insert($0.input).inserted }.reversed()
        }
        return count.map { found.suffix(max(0, $0)) } ?? found
    }
}
