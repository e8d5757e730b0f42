import Tensors

/// A profile as lines of text: the longest operations first.
struct ProfileTable {
    private let profile: Profile
    private let ceilings: Ceilings

    init(_ profile: Profile, _ ceilings: Ceilings) {
        self.profile = profile
        self.ceilings = ceilings
    }

    /// Operations that take less than this share of the whole are one line together.
    private static let leastShare = 0.001
    private static let widths = [9, 7, 7, 9, 6, 7, 6]

    var text: String {
        let shown = profile.entries.filter { $0.seconds >= profile.seconds * Self.leastShare }
        let rest = profile.entries.dropFirst(shown.count)
        var lines = [Self.line(["ms", "share", "calls", "GFLOP/s", "of", "GB/s", "of"], "operation")]
        lines += shown.map { line($0.seconds, $0.calls, $0.operation.operations, $0.operation.bytes, "\($0.operation.name)  \($0.operation.shape)") }
        if !rest.isEmpty {
            lines.append(line(rest.reduce(0) { $0 + $1.seconds }, rest.reduce(0) { $0 + $1.calls }, 0, 0, "\(rest.count) more kinds"))
        }
        lines.append(line(profile.unaccounted, 0, 0, 0, "between operations"))
        lines.append(line(profile.seconds, profile.entries.reduce(0) { $0 + $1.calls }, 0, 0, "all"))
        return (lines + ["", byName, "", legend]).joined(separator: "\n")
    }

    /// The same time by the operations' names alone.
    private var byName: String {
        let groups = Dictionary(grouping: profile.entries, by: \.operation.name).mapValues { $0.reduce(0) { $0 + $1.seconds } }
        let lines = groups.sorted { $0.value > $1.value }.prefix(12).map { line($0.value, 0, 0, 0, "\($0.key), all shapes") }
        return lines.joined(separator: "\n")
    }

    private var legend: String {
        let copy = ceilings.copyRate.map { " and \(fixed($0 / 1e9, 1)) GB/s of copying" } ?? ""
        return "Of: shares of \(fixed(ceilings.productRate / 1e9, 1)) GFLOP/s of sgemm\(copy), measured in this run; "
            + "GFLOP are counted for the direct method, GB as read and written once."
    }

    private func line(_ seconds: Double, _ calls: Int, _ operations: Double, _ bytes: Double, _ name: String) -> String {
        let (rate, flow) = (operations * Double(calls) / seconds, bytes * Double(calls) / seconds)
        func known(_ value: Double, _ digits: Int) -> String { value > 0 && value.isFinite ? fixed(value, digits) : "" }
        let cells = [
            fixed(seconds * 1000, 2), fixed(seconds / profile.seconds * 100, 1) + " %", calls > 0 ? "\(calls)" : "",
            known(rate / 1e9, 1), known(rate / ceilings.productRate, 2), known(flow / 1e9, 1), known(flow / (ceilings.copyRate ?? .infinity), 2),
        ]
        return Self.line(cells, name)
    }

    private static func line(_ cells: [String], _ name: String) -> String {
        zip(cells, widths).map { cell, width in String(repeating: " ", count: max(0, width - cell.count)) + cell }.joined(separator: " ") + "  " + name
    }
}
