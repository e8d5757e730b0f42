internal import Diffusion
internal import Glibc

/// Where everything of a ``PieChart`` stands, in pixels from its top left corner; the same for SVG and for pictures.
struct PieChartLayout {
    let width: Int
    let height: Int
    let centre: Canvas.Place
    let radius: Double
    private(set) var title: ChartLayout.Text?
    private(set) var sectors: [Sector] = []
    private(set) var legend: [LegendEntry] = []

    /// A slice, in turns clockwise from the top.
    struct Sector {
        let start: Double
        let end: Double
        let colour: RGB

        /// Whether it is the whole pie: an arc that ends where it starts would be drawn as nothing.
        var isWhole: Bool { end - start > 1 - 1e-9 }
    }

    struct LegendEntry {
        let swatch: Canvas.Place
        let name: ChartLayout.Text
        let caption: ChartLayout.Text
        let colour: RGB
    }

    static let swatchSide = 10.0
    private static let margin = ChartLayout.margin
    private static let rowHeight = 18.0

    init(_ chart: PieChart, width: Int, metrics: ChartLayout.Metrics) {
        self.width = width
        let top = chart.title == nil ? Self.margin : Self.margin + 22
        let rows = Double(chart.slices.count) * Self.rowHeight
        let side = min(max(rows, 150), Double(width) * 0.4, 260)
        height = Int(top + max(rows, side) + Self.margin)
        radius = side / 2
        centre = (Self.margin + radius, top + max(rows, side) / 2)
        title = chart.title.map { ChartLayout.Text(text: $0, x: Self.margin, y: Self.margin + 10) }
        placeSectors(chart)
        placeLegend(chart, top: centre.y - rows / 2, metrics)
    }

    private mutating func placeSectors(_ chart: PieChart) {
        var start = 0.0
        for (number, fraction) in chart.fractions.enumerated() where fraction > 0 {
            sectors.append(Sector(start: start, end: start + fraction, colour: chart.colour(of: number)))
            start += fraction
        }
    }

    private mutating func placeLegend(_ chart: PieChart, top: Double, _ metrics: ChartLayout.Metrics) {
        let left = centre.x + radius + 24
        let names = left + Self.swatchSide + 8
        let captions = names + (chart.slices.map { metrics.width($0.name) }.max() ?? 0) + 16
        for number in chart.slices.indices {
            let baseline = top + Double(number) * Self.rowHeight + 13
            legend.append(
                LegendEntry(
                    swatch: (left, baseline - 9), name: ChartLayout.Text(text: chart.slices[number].name, x: names, y: baseline),
                    caption: ChartLayout.Text(text: chart.caption(of: number), x: captions, y: baseline), colour: chart.colour(of: number)))
        }
    }

    /// The place on the rim after a part of a turn.
    func rim(_ turn: Double) -> Canvas.Place { (centre.x + radius * sin(2 * .pi * turn), centre.y - radius * cos(2 * .pi * turn)) }
}
