/// The cells that were run, in order, for front ends that offer them again.
struct History: Sendable {
    struct Entry: Sendable, Hashable {
        let session: Int
        let line: Int
        let input: String
        var output: String?
    }

    /// The number of the present session.
    let session = 1
    private(set) var entries: [Entry] = []

    /// Appends a cell of the present session.
    mutating func record(line: Int, input: String) {
        entries.append(Entry(session: session, line: line, input: input))
    }

    /// Remembers what the cell last recorded showed as its value.
    mutating func setOutput(_ output: String, line: Int) {
        guard let last = entries.indices.last, entries[last].line == line else { return }
        entries[last].output = output
    }

    /// The last `count` cells.
    func tail(_ count: Int) -> [Entry] {
        entries.suffix(max(0, count))
    }

    /// Cells `start` up to `stop`, which is not included, of a session; 0 is the present session and negative numbers count back from it.
    /// A negative `start` counts back from the last cell.
    func range(session number: Int, start: Int, stop: Int?) -> [Entry] {
        let wanted = number > 0 ? number : session &+ number
        let cells = entries.filter { $0.session == wanted }
        let count = cells.last?.line ?? 0
        let first = start < 0 ? count &+ 1 &+ start : start
        let end = stop.map { $0 < 0 ? count &+ 1 &+ $0 : $0 } ?? Int.max
        return cells.filter { $0.line >= first && $0.line < end }
    }

    /// Cells whose whole text matches `pattern`, the last `count` of them; `unique` keeps only the last of equal texts.
    func search(_ pattern: GlobPattern, count: Int?, unique: Bool) -> [Entry] {
        var found = entries.filter { pattern.matches($0.input) }
        if unique {
            var seen: Set<String> = []
            found = found.reversed().filter { seen.insert($0.input).inserted }.reversed()
        }
        return count.map { found.suffix(max(0, $0)) } ?? found
    }
}
