internal import Diffusion

/// Where everything of a ``LineChart`` stands, in pixels from its top left corner; the same for SVG and for pictures.
struct ChartLayout {
    let width: Double
    let height: Double
    let xAxis: ChartAxis
    let yAxis: ChartAxis
    private(set) var curves: [Curve] = []
    /// The rectangle between the axes.
    private(set) var left = 0.0, top = 0.0, right = 0.0, bottom = 0.0
    private(set) var title: Text?
    private(set) var yLabel: Text?
    private(set) var legend: [LegendEntry] = []

    struct Curve {
        let places: [Canvas.Place]
        let style: LineChart.Series.Style
        let colour: RGB
    }

    /// A line of text; `y` is its baseline.
    struct Text: Equatable {
        let text: String
        let x: Double, y: Double
    }

    struct LegendEntry {
        let name: Text
        let style: LineChart.Series.Style
        let colour: RGB
    }

    /// How wide texts are, in pixels.
    struct Metrics {
        let width: (String) -> Double
        let titleWidth: (String) -> Double
    }

    static let margin = 14.0
    private static let rowHeight = 18.0
    /// The legend's dash and the spaces around it.
    private static let dash = 24.0

    init(_ chart: LineChart, width: Int, height: Int, metrics: Metrics) {
        (self.width, self.height) = (Double(width), Double(height))
        let points = chart.visiblePoints
        let drawn = points.flatMap { $0 }
        xAxis = ChartAxis(
            linear: chart.usableRange ?? Self.range(drawn.map(\.x)) ?? 0...1, isRounded: false, count: max(2, width / 110))
        let clear = zip(chart.series, points).flatMap { $0.style == .faint ? [] : $1 }
        let values = Self.range((clear.count > 1 ? clear : drawn).map(\.y)) ?? 0...1
        yAxis =
            chart.isLogarithmic(Self.range(drawn.map(\.y)) ?? values)
            ? ChartAxis(logarithmic: values) : ChartAxis(linear: values, isRounded: true, count: max(2, height / 55))

        left = Self.margin + (yAxis.ticks.map { metrics.width($0.label) }.max() ?? 0) + 8
        right = self.width - Self.margin - 6
        top = placeHeader(chart, metrics)
        bottom = self.height - (chart.xLabel == nil ? 28 : 46)
        if bottom < top + 20 { bottom = top + 20 }
        curves = zip(chart.series, points).enumerated().map { number, pair in
            let places = pair.1.map { place(of: $0) }
            return Curve(places: Self.decimated(places), style: pair.0.style, colour: chart.colour(of: number))
        }
    }

    /// The colour of a curve's line: a faint one is mixed with the paper, which needs no transparency.
    static func lineColour(_ colour: RGB, _ style: LineChart.Series.Style) -> RGB {
        guard style == .faint else { return colour }
        func pale(_ value: UInt8) -> UInt8 { UInt8((Int(value) * 35 + 255 * 65) / 100) }
        return RGB(pale(colour.red), pale(colour.green), pale(colour.blue))
    }

    /// At most about 800 places: of each group of neighbours the highest and the lowest, in their order, so that no peak is lost.
    static func decimated(_ places: [Canvas.Place], limit: Int = 800) -> [Canvas.Place] {
        guard places.count > limit, let first = places.first, let last = places.last else { return places }
        let groups = limit / 2
        var kept = [first]
        for group in 0..<groups {
            let members = (1 + group * (places.count - 2) / groups)..<(1 + (group + 1) * (places.count - 2) / groups)
            guard let low = members.min(by: { places[$0].y < places[$1].y }), let high = members.max(by: { places[$0].y < places[$1].y })
            else {
                continue
            }
            kept.append(places[min(low, high)])
            if low != high { kept.append(places[max(low, high)]) }
        }
        return kept + [last]
    }

    private func place(of point: LineChart.Point) -> Canvas.Place {
        (left + xAxis.position(of: point.x) * (right - left), bottom - yAxis.position(of: point.y) * (bottom - top))
    }

    /// Title at the left, legend at the right or in rows below, then the vertical axis' label; returns where the plot starts.
    private mutating func placeHeader(_ chart: LineChart, _ metrics: Metrics) -> Double {
        var baseline = Self.margin + 10
        var used = Self.margin
        if let text = chart.title, !text.isEmpty {
            title = Text(text: text, x: Self.margin, y: baseline)
            used += metrics.titleWidth(text) + 16
        }
        let named = chart.series.indices.filter { !chart.series[$0].name.isEmpty }
        let widths = named.map { metrics.width(chart.series[$0].name) + Self.dash + 14 }
        let total = widths.reduce(-14, +)
        var x = right - total
        if !named.isEmpty, x < used {
            if title != nil { baseline += Self.rowHeight }
            x = Self.margin
        }
        for (number, entryWidth) in zip(named, widths) {
            if x > Self.margin, x + entryWidth - 14 > width - Self.margin {
                (x, baseline) = (Self.margin, baseline + Self.rowHeight)
            }
            let series = chart.series[number]
            legend.append(
                LegendEntry(
                    name: Text(text: series.name, x: x + Self.dash, y: baseline), style: series.style, colour: chart.colour(of: number)))
            x += entryWidth
        }
        if let text = chart.yLabel, !text.isEmpty {
            if title != nil || !legend.isEmpty { baseline += Self.rowHeight }
            yLabel = Text(text: text, x: Self.margin, y: baseline)
        }
        return title == nil && legend.isEmpty && yLabel == nil ? Self.margin : baseline + 12
    }

    private static func range(_ values: [Double]) -> ClosedRange<Double>? {
        guard let least = values.min(), let most = values.max() else { return nil }
        return least...most
    }
}
