internal import Glibc

extension LineChart {
    /// The chart for a terminal: the title, then for each series a row of blocks and its first, last and lowest value.
    ///
    /// - Parameter width: blocks in a row, held between 8 and 400.
    public func text(width: Int = 60) -> String {
        let width = min(max(width, 8), 400)
        var lines = [title, [yLabel, xLabel].compactMap { $0 }.joined(separator: " over ")].compactMap { $0 }.filter { !$0.isEmpty }
        for (series, points) in zip(series, visiblePoints) {
            guard let first = points.first, let last = points.last, let lowest = points.min(by: { $0.y < $1.y }) else {
                lines.append("\(series.name): no values".trimmingPrefix(while: { $0 == ":" || $0 == " " }).description)
                continue
            }
            if !series.name.isEmpty { lines.append(series.name) }
            let values = points.map(\.y)
            let isLogarithmic = isLogarithmic(lowest.y...(values.max() ?? lowest.y))
            lines.append(Self.blocks(isLogarithmic ? values.map(log10) : values, width: width))
            let place = ChartNumber.text(lowest.x)
            lines.append(
                "first \(ChartNumber.text(first.y))  last \(ChartNumber.text(last.y))  min \(ChartNumber.text(lowest.y)) at \(place)"
                    + "  (\(points.count) \(points.count == 1 ? "value" : "values"))")
        }
        return lines.joined(separator: "\n")
    }

    /// The means of at most `width` groups of neighbours as blocks of eight heights, lowest to highest.
    private static func blocks(_ values: [Double], width: Int) -> String {
        let groups = min(width, values.count)
        let means = (0..<groups).map { group in
            let members = values[(group * values.count / groups)..<((group + 1) * values.count / groups)]
            return members.reduce(0) { $0 + $1 / Double(members.count) }
        }
        guard let least = means.min(), let most = means.max() else { return "" }
        let heights = Array("▁▂▃▄▅▆▇█")
        return String(means.map { most > least ? heights[Int((($0 - least) / (most - least) * 7).rounded())] : heights[3] })
    }
}
