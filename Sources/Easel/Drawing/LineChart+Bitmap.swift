public import Diffusion

extension LineChart {
    /// The chart as a picture.
    ///
    /// Throws: ``EaselError/invalidArgument(name:expected:found:)`` for a size that is not between 160×100 and 4096×4096.
    public func bitmap(width: Int = 640, height: Int = 260) throws -> Bitmap {
        guard (160...4096).contains(width), (100...4096).contains(height) else {
            throw EaselError.invalidArgument(name: "size", expected: "between 160×100 and 4096×4096", found: "\(width)×\(height)")
        }
        let font = BitmapFont.standard
        let metrics = ChartLayout.Metrics(width: { Double(font.width(of: $0)) }, titleWidth: { Double(font.width(of: $0)) })
        let layout = ChartLayout(self, width: width, height: height, metrics: metrics)
        var canvas = try Canvas(width: width, height: height)
        drawHeader(layout, on: &canvas)
        drawAxes(layout, on: &canvas)
        for curve in layout.curves { Self.draw(curve, on: &canvas) }
        return try canvas.bitmap()
    }

    private func drawHeader(_ layout: ChartLayout, on canvas: inout Canvas) {
        let available = Int(layout.width - 2 * ChartLayout.margin)
        if let title = layout.title {
            let text = BitmapFont.standard.shortened(title.text, width: available)
            canvas.draw(text, x: Int(title.x), y: Int(title.y) - BitmapFont.ascent, colour: Self.ink)
        }
        if let label = layout.yLabel { Self.draw(label, on: &canvas, alignment: 0) }
        for entry in layout.legend {
            let y = entry.name.y - 3.5
            let dash = [(x: entry.name.x - 22, y: y), (x: entry.name.x - 6, y: y)]
            Self.draw(
                ChartLayout.Curve(places: dash, style: entry.style == .markers ? .line : entry.style, colour: entry.colour), on: &canvas)
            if entry.style == .markers { canvas.dot([(x: entry.name.x - 14, y: y)], diameter: 5.5, colour: entry.colour) }
            Self.draw(entry.name, on: &canvas, alignment: 0)
        }
    }

    private func drawAxes(_ layout: ChartLayout, on canvas: inout Canvas) {
        let (left, right) = (Int(layout.left), Int(layout.right))
        let bottom = Int(layout.bottom)
        for tick in layout.yAxis.ticks {
            let y = layout.bottom - tick.position * (layout.bottom - layout.top)
            canvas.fill(x: left..<right, y: Int(y)..<Int(y) + 1, with: RGB(233, 236, 239))
            Self.draw(ChartLayout.Text(text: tick.label, x: layout.left - 8, y: y + 4), on: &canvas, alignment: 1)
        }
        for tick in layout.xAxis.ticks {
            let x = layout.left + tick.position * (layout.right - layout.left)
            canvas.fill(x: Int(x)..<Int(x) + 1, y: bottom..<bottom + 5, with: Self.axisColour)
            Self.draw(ChartLayout.Text(text: tick.label, x: x, y: layout.bottom + 16), on: &canvas, alignment: 0.5)
        }
        canvas.fill(x: left..<right, y: bottom..<bottom + 1, with: Self.axisColour)
        if let xLabel {
            let middle = (layout.left + layout.right) / 2
            Self.draw(ChartLayout.Text(text: xLabel, x: middle, y: layout.height - 12), on: &canvas, alignment: 0.5)
        }
    }

    private static func draw(_ curve: ChartLayout.Curve, on canvas: inout Canvas) {
        if curve.places.count == 1 { return canvas.dot(curve.places, diameter: 5.5, colour: curve.colour) }
        let colour = ChartLayout.lineColour(curve.colour, curve.style)
        canvas.stroke(curve.places, thickness: curve.style == .faint ? 1 : 1.8, colour: colour)
        if curve.style == .markers { canvas.dot(curve.places, diameter: 5.5, colour: curve.colour) }
    }

    /// Draws a text that starts (0), is centred (0.5) or ends (1) at its place.
    private static func draw(_ text: ChartLayout.Text, on canvas: inout Canvas, alignment: Double) {
        let width = Double(BitmapFont.standard.width(of: text.text))
        let x = Int((text.x - alignment * width).rounded())
        canvas.draw(text.text, x: x, y: Int(text.y.rounded()) - BitmapFont.ascent, colour: softInk)
    }

    private static let ink = RGB.black
    private static let softInk = RGB(73, 80, 87)
    private static let axisColour = RGB(173, 181, 189)
}
