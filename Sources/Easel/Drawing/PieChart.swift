public import Diffusion

/// Shares of a whole: as SVG for notebooks, as a picture for files, and as text for terminals.
public struct PieChart: Equatable, Sendable {
    public var slices: [Slice]
    public var title: String?
    /// What the values count, behind the numbers of the legend.
    public var unit: String

    /// One share.
    public struct Slice: Equatable, Sendable {
        public var name: String
        /// What is not above zero, or not finite, has no slice and stands in the legend only.
        public var value: Double
        /// Nil takes the next colour of the charts' palette.
        public var colour: RGB?

        public init(_ name: String, _ value: Double, colour: RGB? = nil) {
            self.name = name
            self.value = value
            self.colour = colour
        }

        fileprivate var size: Double { value.isFinite ? max(0, value) : 0 }
    }

    public init(title: String? = nil, unit: String = "", slices: [Slice]) {
        self.title = title
        self.unit = unit
        self.slices = slices
    }

    /// Each slice's part of the whole, 0…1; all zero where there is no whole.
    var fractions: [Double] {
        // Divided first, so that the sum of huge values stays finite.
        let largest = slices.map(\.size).max() ?? 0
        guard largest > 0 else { return slices.map { _ in 0 } }
        let parts = slices.map { $0.size / largest }
        let whole = parts.reduce(0, +)
        return parts.map { $0 / whole }
    }

    func colour(of number: Int) -> RGB { slices[number].colour ?? LineChart.palette[number % LineChart.palette.count] }

    /// Value, unit and percentage of a slice, as the legend says them.
    func caption(of number: Int) -> String {
        let value = ChartNumber.text(slices[number].value)
        return "\(value)\(unit.isEmpty ? "" : " \(unit)"), \(ChartNumber.text(fractions[number] * 100, digits: 3)) %"
    }

    /// The chart for a terminal: a row of blocks for each slice.
    ///
    /// - Parameter width: blocks of the whole, held between 8 and 400.
    public func text(width: Int = 40) -> String {
        let width = min(max(width, 8), 400)
        let nameWidth = slices.map(\.name.count).max() ?? 0
        let rows = zip(slices.indices, fractions).map { number, fraction in
            let name = slices[number].name
            let blocks = String(repeating: "█", count: Int((fraction * Double(width)).rounded()))
            return "\(name)\(String(repeating: " ", count: nameWidth - name.count))  \(caption(of: number))  \(blocks)"
        }
        return ((title.map { [$0] } ?? []) + rows).joined(separator: "\n")
    }
}
