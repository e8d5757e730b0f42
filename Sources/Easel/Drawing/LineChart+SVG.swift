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
        let opening =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\" role=\"img\""
            + " font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif\" font-size=\"11\" fill=\"#495057\">"
        var parts = [opening]
        if let title { parts.append("<title>\(Self.escaped(title))</title>") }
        parts.append(
            "<rect x=\"0.5\" y=\"0.5\" width=\"\(width - 1)\" height=\"\(height - 1)\" rx=\"6\" fill=\"#ffffff\" stroke=\"#dee2e6\"/>")
        parts += header(layout) + axes(layout) + layout.curves.flatMap(Self.elements)
        return (parts + ["</svg>"]).joined(separator: "\n")
    }

    private func header(_ layout: ChartLayout) -> [String] {
        var parts: [String] = []
        if let title = layout.title { parts.append(Self.text(title, " font-size=\"13\" font-weight=\"600\" fill=\"#212529\"")) }
        if let label = layout.yLabel { parts.append(Self.text(label, "")) }
        for entry in layout.legend {
            let y = entry.name.y - 4
            let dash = [(x: entry.name.x - 22, y: y), (x: entry.name.x - 6, y: y)]
            parts += Self.elements(
                ChartLayout.Curve(places: dash, style: entry.style == .markers ? .line : entry.style, colour: entry.colour))
            if entry.style == .markers { parts.append(Self.dots([(x: entry.name.x - 14, y: y)], entry.colour)) }
            parts.append(Self.text(entry.name, ""))
        }
        return parts
    }

    private func axes(_ layout: ChartLayout) -> [String] {
        let (left, right, top, bottom) = (layout.left, layout.right, layout.top, layout.bottom)
        var parts: [String] = []
        for tick in layout.yAxis.ticks {
            let y = bottom - tick.position * (bottom - top)
            parts.append(Self.line((left, y), (right, y), "#e9ecef"))
            parts.append(Self.text(ChartLayout.Text(text: tick.label, x: left - 8, y: y + 4), " text-anchor=\"end\""))
        }
        for tick in layout.xAxis.ticks {
            let x = left + tick.position * (right - left)
            parts.append(Self.line((x, bottom), (x, bottom + 4), "#adb5bd"))
            parts.append(Self.text(ChartLayout.Text(text: tick.label, x: x, y: bottom + 17), " text-anchor=\"middle\""))
        }
        parts.append(Self.line((left, bottom), (right, bottom), "#adb5bd"))
        if let xLabel {
            parts.append(Self.text(ChartLayout.Text(text: xLabel, x: (left + right) / 2, y: layout.height - 12), " text-anchor=\"middle\""))
        }
        return parts
    }

    private static func elements(_ curve: ChartLayout.Curve) -> [String] {
        guard curve.places.count > 1, !(curve.places.count == 2 && curve.places[0] == curve.places[1]) else {
            return curve.places.isEmpty ? [] : [dots(Array(curve.places.prefix(1)), curve.colour)]
        }
        let places = curve.places.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
        let colour = hexadecimal(ChartLayout.lineColour(curve.colour, curve.style))
        let thickness = curve.style == .faint ? "1" : "1.8"
        let line =
            "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(thickness)\" stroke-linejoin=\"round\" points=\"\(places)\"/>"
        return curve.style == .markers ? [line, dots(curve.places, curve.colour)] : [line]
    }

    /// Dots as lines without length, which is far shorter than circles.
    private static func dots(_ places: [Canvas.Place], _ colour: RGB) -> String {
        let path = places.map { "M\(number($0.x)) \(number($0.y))h0" }.joined()
        return "<path fill=\"none\" stroke=\"\(hexadecimal(colour))\" stroke-width=\"5.5\" stroke-linecap=\"round\" d=\"\(path)\"/>"
    }

    private static func line(_ from: Canvas.Place, _ to: Canvas.Place, _ colour: String) -> String {
        "<line x1=\"\(number(from.x))\" y1=\"\(number(from.y))\" x2=\"\(number(to.x))\" y2=\"\(number(to.y))\" stroke=\"\(colour)\"/>"
    }

    private static func text(_ text: ChartLayout.Text, _ attributes: String) -> String {
        "<text x=\"\(number(text.x))\" y=\"\(number(text.y))\"\(attributes)>\(escaped(text.text))</text>"
    }

    private static func number(_ value: Double) -> String { ChartNumber.short(value) }

    private static func hexadecimal(_ colour: RGB) -> String {
        "#" + [colour.red, colour.green, colour.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Text as XML may hold it: signs with a meaning written out, characters that XML forbids left out.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
