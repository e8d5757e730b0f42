public import Diffusion

extension BarChart {
    /// The chart as a picture; its height follows from what is compared.
    ///
    /// Throws: ``EaselError/invalidArgument(name:expected:found:)`` for a width that is not between 160 and 4096.
    public func bitmap(width: Int = 560) throws -> Bitmap {
        guard (160...4096).contains(width) else {
            throw EaselError.invalidArgument(name: "width", expected: "between 160 and 4096", found: "\(width)")
        }
        let font = BitmapFont.standard
        let metrics = ChartLayout.Metrics(width: { Double(font.width(of: $0)) }, titleWidth: { Double(font.width(of: $0)) })
        let layout = BarChartLayout(self, width: width, metrics: metrics)
        var canvas = try Canvas(width: width, height: layout.height)
        for bar in layout.bars {
            let (x, y) = (Int(bar.x), Int(bar.y))
            canvas.fill(x: x..<(x + Int(bar.width)), y: y..<(y + Int(BarChartLayout.barHeight)), with: bar.colour)
        }
        for (texts, colour) in [(layout.headings, RGB.black), (layout.texts, RGB(73, 80, 87)), (layout.title.map { [$0] } ?? [], RGB.black)] {
            for text in texts { canvas.draw(text.text, x: Int(text.x), y: Int(text.y) - BitmapFont.ascent, colour: colour) }
        }
        return try canvas.bitmap()
    }
}
