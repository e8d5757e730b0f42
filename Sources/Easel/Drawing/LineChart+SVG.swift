internal import Diffusion

extension LineChart {
    /// The chart as one SVG element on a white ground of its own, without scripts, style sheets or fonts from elsewhere.
    ///
    /// Sizes are in pixels, held between 160×100 and 4096×4096. A curve of many points is drawn with the extremes of each group of neighbours.
    public func svg(width: Int = 640, height: Int = 260) -> String {
        let (width, height) = (min(max(width, 160), 4096), min(max(height, 100), 4096))
        // Letters of a system font are about this wide; a little room is better than an overlap.
        let metrics = ChartLayout.Metrics(width: { Double($0.count) * 6.3 }, titleWidth: { Double($0.count) * 7.6 })
        let layout = ChartLayout(self, width: width, height: height, metrics: metrics)
        var parts = SVG.opening(width: width, height: height, title: title)
        parts += header(layout) + axes(layout) + layout.curves.flatMap(Self.elements)
        return (parts + ["</svg>"]).joined(separator: "\n")
    }

    private func header(_ layout: ChartLayout) -> [String] {
        var parts: [String] = []
        if let title = layout.title { parts.append(SVG.title(title)) }
        if let label = layout.yLabel { parts.append(SVG.text(label)) }
        for entry in layout.legend {
            let y = entry.name.y - 4
            let dash = [(x: entry.name.x - 22, y: y), (x: entry.name.x - 6, y: y)]
            parts += Self.elements(
                ChartLayout.Curve(places: dash, style: entry.style == .markers ? .line : entry.style, colour: entry.colour))
            if entry.style == .markers { parts.append(Self.dots([(x: entry.name.x - 14, y: y)], entry.colour)) }
            parts.append(SVG.text(entry.name))
        }
        return parts
    }

    private func axes(_ layout: ChartLayout) -> [String] {
        let (left, right, top, bottom) = (layout.left, layout.right, layout.top, layout.bottom)
        var parts: [String] = []
        for tick in layout.yAxis.ticks {
            let y = bottom - tick.position * (bottom - top)
            parts.append(Self.line((left, y), (right, y), "#e9ecef"))
            parts.append(SVG.text(ChartLayout.Text(text: tick.label, x: left - 8, y: y + 4), " text-anchor=\"end\""))
        }
        for tick in layout.xAxis.ticks {
            let x = left + tick.position * (right - left)
            parts.append(Self.line((x, bottom), (x, bottom + 4), "#adb5bd"))
            parts.append(SVG.text(ChartLayout.Text(text: tick.label, x: x, y: bottom + 17), " text-anchor=\"middle\""))
        }
        parts.append(Self.line((left, bottom), (right, bottom), "#adb5bd"))
        if let xLabel {
            parts.append(SVG.text(ChartLayout.Text(text: xLabel, x: (left + right) / 2, y: layout.height - 12), " text-anchor=\"middle\""))
        }
        return parts
    }

    private static func elements(_ curve: ChartLayout.Curve) -> [String] {
        guard curve.places.count > 1, !(curve.places.count == 2 && curve.places[0] == curve.places[1]) else {
            return curve.places.isEmpty ? [] : [dots(Array(curve.places.prefix(1)), curve.colour)]
        }
        let places = curve.places.map { "\(SVG.number($0.x)),\(SVG.number($0.y))" }.joined(separator: " ")
        let colour = SVG.hexadecimal(ChartLayout.lineColour(curve.colour, curve.style))
        let thickness = curve.style == .faint ? "1" : "1.8"
        let line =
            "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(thickness)\" stroke-linejoin=\"round\" points=\"\(places)\"/>"
        return curve.style == .markers ? [line, dots(curve.places, curve.colour)] : [line]
    }

    /// Dots as lines without length, which is far shorter than circles.
    private static func dots(_ places: [Canvas.Place], _ colour: RGB) -> String {
        let path = places.map { "M\(SVG.number($0.x)) \(SVG.number($0.y))h0" }.joined()
        return "<path fill=\"none\" stroke=\"\(SVG.hexadecimal(colour))\" stroke-width=\"5.5\" stroke-linecap=\"round\" d=\"\(path)\"/>"
    }

    private static func line(_ from: Canvas.Place, _ to: Canvas.Place, _ colour: String) -> String {
        "<line x1=\"\(SVG.number(from.x))\" y1=\"\(SVG.number(from.y))\" x2=\"\(SVG.number(to.x))\" y2=\"\(SVG.number(to.y))\" stroke=\"\(colour)\"/>"
    }
}
