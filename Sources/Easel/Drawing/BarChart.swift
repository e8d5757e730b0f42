import Diffusion

/// Values of several things side by side, one panel a measure, each with a scale of its own: as SVG for notebooks, as a picture for files, and as text.
public struct BarChart: Equatable, Sendable {
    public var title: String?
    /// The things that are compared, in order.
    public var names: [String]
    public var panels: [Panel]

    /// One measure.
    public struct Panel: Equatable, Sendable {
        public var name: String
        /// One for each name; nil, and what is not finite, has no bar.
        public var values: [Double?]

        public init(_ name: String, _ values: [Double?]) {
            self.name = name
            self.values = values
        }

        /// How much of the panel's breadth each bar takes, 0…1; what is not above zero takes none.
        var fractions: [Double] {
            let sizes = values.map { value in value.flatMap { $0.isFinite ? max($0, 0) : nil } ?? 0 }
            let largest = sizes.max() ?? 0
            return sizes.map { largest > 0 ? $0 / largest : 0 }
        }

        func caption(of number: Int) -> String {
            guard let value = values.indices.contains(number) ? values[number] : nil, value.isFinite else { return "–" }
            return ChartNumber.text(value, digits: 3)
        }
    }

    public init(title: String? = nil, names: [String], panels: [Panel]) {
        self.title = title
        self.names = names
        self.panels = panels
    }

    func colour(of number: Int) -> RGB { LineChart.palette[number % LineChart.palette.count] }

    /// The chart for a terminal: a row of blocks for each value.
    ///
    /// - Parameter width: blocks of the longest bar, held between 8 and 400.
    public func text(width: Int = 30) -> String {
        let width = min(max(width, 8), 400)
        let nameWidth = names.map(\.count).max() ?? 0
        let lines = panels.flatMap { panel in
            [panel.name]
                + zip(names.indices, panel.fractions).map { number, fraction in
                    let padding = String(repeating: " ", count: nameWidth - names[number].count)
                    let blocks = String(repeating: "█", count: Int((fraction * Double(width)).rounded()))
                    return "  \(names[number])\(padding)  \(blocks) \(panel.caption(of: number))"
                }
        }
        return ((title.map { [$0] } ?? []) + lines).joined(separator: "\n")
    }
}
