import Diffusion
import Easel
import Testing

/// Bars as long as their values, in every form.
@Suite struct BarChartTests {
    private let chart = BarChart(
        title: "a <b>", names: ["one", "two", "none"], panels: [.init("speed", [1, 2, nil]), .init("odd", [.nan, -1, 0])])

    @Test func barsAreAsLongAsTheirValues() throws {
        let bitmap = try chart.bitmap(width: 400)
        func count(_ colour: RGB) -> Int { (0..<(bitmap.width * bitmap.height)).count { bitmap[$0 % bitmap.width, $0 / bitmap.width] == colour } }
        let (one, two) = (count(RGB(0, 114, 178)), count(RGB(213, 94, 0)))
        #expect(one > 500 && abs(Double(two) / Double(one) - 2) < 0.05)
        #expect(count(RGB(0, 158, 115)) == 0)
    }

    @Test func vectorsEscapeAndLeaveOutWhatIsNotThere() {
        let svg = chart.svg()
        #expect(svg.contains("a &lt;b&gt;") && !svg.contains("<b>") && !svg.contains("nan"))
        #expect(svg.split(separator: "\n").count { $0.hasPrefix("<rect") } == 3)
    }

    @Test func textHasARowAValue() {
        let rows = chart.text(width: 8).split(separator: "\n").map(String.init)
        #expect(rows == ["a <b>", "speed", "  one   ████ 1", "  two   ████████ 2", "  none   –", "odd", "  one    –", "  two    -1", "  none   0"])
    }

    @Test func sizesAreBounded() {
        #expect(throws: EaselError.self) { try chart.bitmap(width: 10) }
        #expect(!BarChart(names: [], panels: []).svg().isEmpty)
    }
}
