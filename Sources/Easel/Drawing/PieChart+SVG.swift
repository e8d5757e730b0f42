extension PieChart {
    /// The chart as one SVG element on a white ground of its own, without scripts, style sheets or fonts from elsewhere.
    ///
    /// - Parameter width: in pixels, held between 160 and 4096; the height follows from the legend.
    public func svg(width: Int = 560) -> String {
        let metrics = ChartLayout.Metrics(width: { Double($0.count) * 6.3 }, titleWidth: { Double($0.count) * 7.6 })
        let layout = PieChartLayout(self, width: min(max(width, 160), 4096), metrics: metrics)
        var parts = SVG.opening(width: layout.width, height: layout.height, title: title)
        if let title = layout.title { parts.append(SVG.title(title)) }
        parts += layout.sectors.map { Self.path($0, layout) } + layout.legend.flatMap(Self.elements)
        return (parts + ["</svg>"]).joined(separator: "\n")
    }

    private static func path(_ sector: PieChartLayout.Sector, _ layout: PieChartLayout) -> String {
        let attributes = "fill=\"\(SVG.hexadecimal(sector.colour))\" stroke=\"#ffffff\" stroke-width=\"1\""
        let radius = SVG.number(layout.radius)
        guard !sector.isWhole else {
            return "<circle cx=\"\(SVG.number(layout.centre.x))\" cy=\"\(SVG.number(layout.centre.y))\" r=\"\(radius)\" \(attributes)/>"
        }
        let turnsFar = sector.end - sector.start > 0.5 ? 1 : 0
        let way = "M\(place(layout.centre))L\(place(layout.rim(sector.start)))A\(radius) \(radius) 0 \(turnsFar) 1 \(place(layout.rim(sector.end)))Z"
        return "<path d=\"\(way)\" \(attributes)/>"
    }

    private static func elements(_ entry: PieChartLayout.LegendEntry) -> [String] {
        let side = SVG.number(PieChartLayout.swatchSide)
        let swatch =
            "<rect x=\"\(SVG.number(entry.swatch.x))\" y=\"\(SVG.number(entry.swatch.y))\" width=\"\(side)\" height=\"\(side)\" rx=\"2\""
            + " fill=\"\(SVG.hexadecimal(entry.colour))\"/>"
        return [swatch, SVG.text(entry.name), SVG.text(entry.caption)]
    }

    private static func place(_ place: Canvas.Place) -> String { "\(SVG.number(place.x)) \(SVG.number(place.y))" }
}
