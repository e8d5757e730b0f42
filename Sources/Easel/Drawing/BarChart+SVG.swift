extension BarChart {
    /// The chart as one SVG element on a white ground of its own, without scripts, style sheets or fonts from elsewhere.
    ///
    /// - Parameter width: in pixels, held between 160 and 4096; the height follows from what is compared.
    public func svg(width: Int = 560) -> String {
        let metrics = ChartLayout.Metrics(width: { Double($0.count) * 6.3 }, titleWidth: { Double($0.count) * 7.6 })
        let layout = BarChartLayout(self, width: min(max(width, 160), 4096), metrics: metrics)
        var parts = SVG.opening(width: layout.width, height: layout.height, title: title)
        if let title = layout.title { parts.append(SVG.title(title)) }
        parts += layout.headings.map { SVG.text($0, " font-weight=\"600\"") }
        parts += layout.bars.filter { $0.width > 0 }.map { bar in
            "<rect x=\"\(SVG.number(bar.x))\" y=\"\(SVG.number(bar.y))\" width=\"\(SVG.number(bar.width))\" "
                + "height=\"\(SVG.number(BarChartLayout.barHeight))\" rx=\"2\" fill=\"\(SVG.hexadecimal(bar.colour))\"/>"
        }
        return (parts + layout.texts.map { SVG.text($0) } + ["</svg>"]).joined(separator: "\n")
    }
}
