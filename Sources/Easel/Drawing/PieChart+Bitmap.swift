public import Diffusion

extension PieChart {
    /// The chart as a picture; its height follows from the legend.
    ///
    /// Throws: ``EaselError/invalidArgument(name:expected:found:)`` for a width that is not between 160 and 4096.
    public func bitmap(width: Int = 560) throws -> Bitmap {
        guard (160...4096).contains(width) else {
            throw EaselError.invalidArgument(name: "width", expected: "between 160 and 4096", found: "\(width)")
        }
        let font = BitmapFont.standard
        let metrics = ChartLayout.Metrics(width: { Double(font.width(of: $0)) }, titleWidth: { Double(font.width(of: $0)) })
        let layout = PieChartLayout(self, width: width, metrics: metrics)
        var canvas = try Canvas(width: width, height: layout.height)
        for sector in layout.sectors {
            canvas.fillSector(around: layout.centre, radius: layout.radius, turns: sector.start..<sector.end, colour: sector.colour)
        }
        if let title = layout.title { Self.draw(title, colour: .black, on: &canvas) }
        for entry in layout.legend { Self.draw(entry, on: &canvas) }
        return try canvas.bitmap()
    }

    private static func draw(_ entry: PieChartLayout.LegendEntry, on canvas: inout Canvas) {
        let (x, y, side) = (Int(entry.swatch.x), Int(entry.swatch.y), Int(PieChartLayout.swatchSide))
        canvas.fill(x: x..<x + side, y: y..<y + side, with: entry.colour)
        draw(entry.name, colour: RGB(73, 80, 87), on: &canvas)
        draw(entry.caption, colour: RGB(73, 80, 87), on: &canvas)
    }

    private static func draw(_ text: ChartLayout.Text, colour: RGB, on canvas: inout Canvas) {
        canvas.draw(text.text, x: Int(text.x), y: Int(text.y) - BitmapFont.ascent, colour: colour)
    }
}
