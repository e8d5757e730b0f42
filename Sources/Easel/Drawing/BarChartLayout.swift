internal import Diffusion

/// Where everything of a ``BarChart`` stands, in pixels from its top left corner; the same for SVG and for pictures.
struct BarChartLayout {
    struct Bar {
        let x: Double
        let y: Double
        let width: Double
        let colour: RGB
    }

    let width: Int
    let height: Int
    private(set) var title: ChartLayout.Text?
    private(set) var headings: [ChartLayout.Text] = []
    private(set) var bars: [Bar] = []
    private(set) var texts: [ChartLayout.Text] = []

    static let barHeight = 12.0
    private static let rowHeight = 18.0
    private static let panelGap = 30.0
    private static let margin = ChartLayout.margin
    /// Room for a number behind a bar.
    private static let captionWidth = 60.0

    init(_ chart: BarChart, width: Int, metrics: ChartLayout.Metrics) {
        self.width = width
        title = chart.title.map { ChartLayout.Text(text: $0, x: Self.margin, y: Self.margin + 10) }
        let left = Self.margin + (chart.names.map { metrics.width($0) }.max() ?? 0) + 10
        let room = max(Double(width) - left - Self.margin - Self.captionWidth, 10)
        var top = Self.margin + (chart.title == nil ? 0 : 22)
        for panel in chart.panels {
            headings.append(ChartLayout.Text(text: panel.name, x: Self.margin, y: top + 10))
            top += Self.rowHeight
            for (number, fraction) in zip(chart.names.indices, panel.fractions) {
                let baseline = top + Self.barHeight - 2
                texts.append(ChartLayout.Text(text: chart.names[number], x: Self.margin + 6, y: baseline))
                bars.append(Bar(x: left, y: top, width: max(fraction * room, fraction > 0 ? 1 : 0), colour: chart.colour(of: number)))
                texts.append(ChartLayout.Text(text: panel.caption(of: number), x: left + fraction * room + 6, y: baseline))
                top += Self.rowHeight
            }
            top += Self.panelGap - Self.rowHeight
        }
        height = Int(top + Self.margin)
    }
}
