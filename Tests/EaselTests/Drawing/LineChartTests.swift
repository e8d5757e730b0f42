import Diffusion
import Easel
import Testing

@Suite struct LineChartTests {
    private typealias Point = (x: Double, y: Double)

    private func chart(_ points: [Point], style: LineChart.Series.Style = .line, scale: LineChart.YScale = .linear) -> LineChart {
        LineChart(series: [LineChart.Series(name: "loss", points: points, style: style)], yScale: scale)
    }

    /// The places of the curves, without the two of each legend entry.
    private func places(in svg: String) -> [[Point]] {
        svg.split(separator: "\n").filter { $0.hasPrefix("<polyline") }.compactMap { line in
            let attribute = line.split(separator: "points=\"").last?.split(separator: "\"").first ?? ""
            let places: [Point] = attribute.split(separator: " ").compactMap { pair in
                let numbers = pair.split(separator: ",").compactMap { Double($0) }
                return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
            }
            return places.count == 2 && places[0].y == places[1].y && places[1].x - places[0].x == 16 ? nil : places
        }
    }

    private func tickLabels(_ svg: String, anchor: String) -> [String] {
        svg.split(separator: "\n").filter { $0.contains("text-anchor=\"\(anchor)\"") }
            .compactMap { $0.split(separator: ">").dropFirst().first?.split(separator: "<").first.map(String.init) }
    }

    @Test func pointsStandWhereTheAxesSay() throws {
        let svg = chart([(0, 0), (50, 0.5), (100, 1)]).svg()
        #expect(tickLabels(svg, anchor: "end") == ["0.00", "0.25", "0.50", "0.75", "1.00"])
        #expect(tickLabels(svg, anchor: "middle") == ["0", "20", "40", "60", "80", "100"])
        let places = try #require(places(in: svg).first)
        try #require(places.count == 3)
        #expect(abs(places[1].x - (places[0].x + places[2].x) / 2) <= 0.1)
        #expect(abs(places[1].y - (places[0].y + places[2].y) / 2) <= 0.1)
        #expect(places[0].y > places[2].y, "larger values stand higher")
    }

    @Test func textsAreEscaped() {
        var dangerous = chart([(0, 1), (1, 2)])
        dangerous.title = "<my-cat> & \"friends\" 'n'\u{1} more\u{FFFE}"
        dangerous.series[0].name = "</svg><script>alert(1)</script>"
        dangerous.xLabel = "a<b"
        dangerous.yLabel = "x&y"
        let svg = dangerous.svg()
        #expect(svg.contains(">&lt;my-cat&gt; &amp; &quot;friends&quot; &#39;n&#39; more<"))
        #expect(svg.contains("&lt;/svg&gt;&lt;script&gt;"))
        #expect(svg.contains(">a&lt;b<") && svg.contains(">x&amp;y<"))
        #expect(!svg.contains("<script") && !svg.contains("\u{1}") && !svg.contains("\u{FFFE}"))
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.hasSuffix("</svg>"))
        #expect(svg.split(separator: "http").count == 2, "nothing is fetched from elsewhere")
    }

    @Test func manyPointsStaySmallAndKeepTheirPeaks() throws {
        var state: UInt64 = 7
        var raw: [Point] = (0..<10_000).map { step in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let noise = Double(state >> 40) / Double(1 << 24)
            return (Double(step), 0.1 + noise * 0.2)
        }
        raw[4321].y = 0.9
        raw[7654].y = 0
        let smooth: [Point] = raw.map { ($0.x, 0.2) }
        var full = chart(raw, style: .faint)
        full.series.append(LineChart.Series(name: "smoothed", points: smooth))
        full.series.append(LineChart.Series(name: "every", points: raw, style: .markers))
        let svg = full.svg()
        #expect(svg.utf8.count < 60_000)
        let curves = places(in: svg)
        try #require(curves.count == 3)
        #expect(curves.allSatisfy { $0.count <= 802 })
        #expect(curves[0].map(\.x) == curves[0].map(\.x).sorted())
        // Few enough points to be drawn as they are.
        let peaks = try #require(places(in: chart([raw[0], raw[4321], raw[7654], raw[9999]], style: .faint).svg()).first)
        let short = try #require(places(in: chart(raw, style: .faint).svg()).first)
        #expect(short.map(\.y).min() == peaks.map(\.y).min())
        #expect(short.map(\.y).max() == peaks.map(\.y).max())
        #expect(short.first?.x == peaks.first?.x && short.last?.x == peaks.last?.x)
        #expect(short.contains { $0 == peaks[1] } && short.contains { $0 == peaks[2] })
    }

    @Test func peaksOfAFaintCurveDoNotFlattenTheClearOnes() {
        var loss = chart([(0, 0.03), (1, 5), (2, 0.04)], style: .faint)
        #expect(tickLabels(loss.svg(), anchor: "end").last != "0.04")
        loss.series.append(LineChart.Series(name: "fixed", points: [(0, 0.04), (2, 0.03)], style: .markers))
        #expect(tickLabels(loss.svg(), anchor: "end").last == "0.0400")
    }

    @Test func whatIsNotFiniteIsSkipped() throws {
        let holes: [Point] = [(0, 1), (1, .nan), (.infinity, 2), (2, -.infinity), (.nan, .nan), (3, 1e308), (4, 2)]
        #expect(chart(holes).svg() == chart([(0, 1), (4, 2)]).svg())
        #expect(chart(holes).text() == chart([(0, 1), (4, 2)]).text())
        #expect(try chart(holes).bitmap() == chart([(0, 1), (4, 2)]).bitmap())
        #expect(places(in: chart([(.nan, 1)]).svg()).isEmpty)
        #expect(chart([(0, .nan)]).text() == "loss: no values")
    }

    private static let unusual: [[LineChart.Point]] = [
        [], [LineChart.Point(x: 0, y: 0)], [LineChart.Point(x: 5, y: 5), LineChart.Point(x: 5, y: 5)],
        [LineChart.Point(x: 1e300, y: -1e300), LineChart.Point(x: -1e300, y: 1e300)],
        [LineChart.Point(x: 0, y: .leastNonzeroMagnitude), LineChart.Point(x: .leastNonzeroMagnitude, y: 0)],
        [LineChart.Point(x: 1e16, y: 1e16), LineChart.Point(x: 1e16 + 2, y: 1e16 + 2)],
        [LineChart.Point(x: -1e-9, y: 1e9), LineChart.Point(x: 1e-9, y: 1e9 + 1)],
        [LineChart.Point(x: 3, y: 1e-300), LineChart.Point(x: 1, y: 1e300)],
    ]

    @Test(arguments: unusual)
    func anyValuesGiveAChart(_ points: [LineChart.Point]) throws {
        for scale in [LineChart.YScale.linear, .logarithmic, .automatic] {
            for style in [LineChart.Series.Style.line, .faint, .markers] {
                let chart = chart(points.map { ($0.x, $0.y) }, style: style, scale: scale)
                let svg = chart.svg(width: 300, height: 150)
                #expect(!svg.contains("nan") && !svg.contains("inf"))
                #expect(places(in: svg).joined().allSatisfy { (0...300).contains($0.x) && (0...150).contains($0.y) })
                #expect(try chart.bitmap(width: 300, height: 150).width == 300)
                #expect(!chart.text().isEmpty)
            }
        }
    }

    @Test func aFixedRangeShowsItsPart() throws {
        var part = chart([(0, 9), (10, 1), (20, 2), (30, 9)])
        part.xRange = 5...25
        #expect(try #require(places(in: part.svg()).first).count == 2)
        #expect(tickLabels(part.svg(), anchor: "end").last == "2.00")
        part.xRange = -.infinity...0
        #expect(try #require(places(in: part.svg()).first).count == 4)
    }

    @Test func theScaleIsLogarithmicWhereAsked() {
        let points: [Point] = [(0, 100), (1, 1), (2, 0.01)]
        #expect(tickLabels(chart(points).svg(), anchor: "end").first == "0")
        for scale in [LineChart.YScale.logarithmic, .automatic] {
            #expect(tickLabels(chart(points, scale: scale).svg(), anchor: "end") == ["0.01", "0.1", "1", "10", "100"])
        }
        #expect(tickLabels(chart([(0, 1), (1, 90)], scale: .automatic).svg(), anchor: "end").first == "0")
        #expect(
            chart([(0, 100), (1, 0), (2, 0.01)], scale: .logarithmic).svg() == chart([(0, 100), (2, 0.01)], scale: .logarithmic).svg())
        #expect(chart([(0, -1), (1, -2)], scale: .logarithmic).svg() == chart([(0, -1), (1, -2)]).svg())
    }

    @Test func theTextShowsTheCourse() {
        var falling = chart((0..<8).map { (Double($0), Double(8 - $0)) })
        falling.title = "Training"
        falling.xLabel = "step"
        falling.yLabel = "loss"
        #expect(falling.text() == "Training\nloss over step\nloss\n█▇▆▅▄▃▂▁\nfirst 8  last 1  min 1 at 7  (8 values)")
        let many = chart((0..<1000).map { (Double($0), Double($0 % 10)) }).text(width: 40)
        #expect(many.split(separator: "\n").map(\.count).max() ?? 0 <= 60)
        #expect(many.split(separator: "\n")[1].count == 40)
        #expect(chart([(0, 1)]).text(width: Int.min) == chart([(0, 1)]).text())
    }

    @Test func thePictureShowsEachCurveInItsColour() throws {
        let colours = [RGB(200, 30, 30), RGB(20, 120, 40)]
        let chart = LineChart(
            title: "Training", xLabel: "step", yLabel: "loss",
            series: zip(colours, [1.0, 2.0]).map { colour, level in
                LineChart.Series(name: "", points: [(0, level), (10, level)], style: .markers, colour: colour)
            } + [LineChart.Series(name: "", points: [(0, 0), (10, 3)])])
        let picture = try chart.bitmap(width: 320, height: 200)
        let rows = colours.map { colour in (0..<200).filter { row in (0..<320).filter { picture[$0, row] == colour }.count > 200 } }
        #expect(rows.allSatisfy { !$0.isEmpty })
        #expect((rows[0].min() ?? 0) > (rows[1].max() ?? 200), "the larger value stands higher")
        #expect(try chart.bitmap(width: 320, height: 200) == picture)
        #expect(chart.svg() == chart.svg())
        for (width, height) in [(0, 200), (320, 99), (5000, 200), (Int.min, Int.max)] {
            #expect(throws: EaselError.self) { try chart.bitmap(width: width, height: height) }
            #expect(chart.svg(width: width, height: height).hasSuffix("</svg>"))
        }
    }
}
