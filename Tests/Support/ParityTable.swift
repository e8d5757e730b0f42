import Foundation

/// Collects what the parity suites measure, as Markdown: for each row the comparison that came nearest to its tolerance.
package struct ParityTable: Sendable {
    private struct Row {
        var count: Int
        var worst: ParityError
    }

    private var rows: [Parity: Row] = [:]
    private var later: [String: Set<String>] = [:]

    package init() {}

    package var isEmpty: Bool { rows.isEmpty }

    package mutating func add(_ measured: ParityError, to parity: Parity) {
        if let row = rows[parity] {
            rows[parity] = Row(count: row.count + 1, worst: row.worst.worse(of: measured))
        } else {
            rows[parity] = Row(count: 1, worst: measured)
        }
    }

    /// Notes cases of a group that a later feature answers for.
    package mutating func addLater(_ names: [String], of group: String) { later[group, default: []].formUnion(names) }

    /// The table and the list of what is left for later, in an order that nothing but the names decides.
    package var markdown: String {
        let table = rows.sorted { ($0.key.group, $0.key.family) < ($1.key.group, $1.key.family) }.map { parity, row in
            let exact = row.worst.tolerance == 0
            return [
                parity.group, parity.family, "\(row.count)", exact && row.worst.error == 0 ? "none" : Self.number(row.worst.error),
                exact ? "exact" : Self.number(row.worst.tolerance), exact ? "" : row.worst.place.replacing("|", with: "\\|"),
            ]
        }
        let header = ["group", "what", "comparisons", "error", "tolerance", "where it is nearest to the tolerance"]
        let lines = Self.aligned([header] + table)
        let left = later.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { group, names in
            "- \(group): \(names.count) (\(names.sorted().map { "`\($0)`" }.joined(separator: ", ")))"
        }
        return ([lines] + (left.isEmpty ? [] : ["Left for later, by name:\n\n" + left.joined(separator: "\n")])).joined(separator: "\n\n")
    }

    /// Puts a section between its marks in a document; at the end where it has none.
    package static func replace(_ section: String, in document: String, with text: String) -> String {
        let (begin, end) = ("<!-- \(section): begin -->", "<!-- \(section): end -->")
        let block = "\(begin)\n\(text)\n\(end)"
        guard let start = document.range(of: begin), let stop = document.range(of: end, range: start.upperBound..<document.endIndex) else {
            return document + (document.isEmpty || document.hasSuffix("\n\n") ? "" : "\n") + block + "\n"
        }
        return document.replacingCharacters(in: start.lowerBound..<stop.upperBound, with: block)
    }

    private static func number(_ value: Double) -> String { value.isFinite ? String(format: "%.1e", value) : "\(value)" }

    private static func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in "| " + zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: " | ") + " |" }
        return ([lines[0], "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"] + lines.dropFirst()).joined(separator: "\n")
    }
}
