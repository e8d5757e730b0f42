import Diffusion
import Easel
import Personalization
import Testing

/// Slices as large as their shares, in every form.
@Suite struct PieChartTests {
    private let chart = PieChart(
        title: "a <b>", slices: [.init("red", 1, colour: RGB(255, 0, 0)), .init("none", 0), .init("blue", 3, colour: RGB(0, 0, 255)), .init("bad", .nan)])

    @Test func colouredAreasAreTheShares() throws {
        let bitmap = try chart.bitmap(width: 400)
        var counts: [[UInt8]: Int] = [:]
        // The pie alone: the legend begins to its right.
        for y in 0..<bitmap.height {
            for x in 0..<174 {
                let place = (y * bitmap.width + x) * 3
                counts[Array(bitmap.pixels[place..<place + 3]), default: 0] += 1
            }
        }
        let (red, blue) = (counts[[255, 0, 0], default: 0], counts[[0, 0, 255], default: 0])
        #expect(red > 3000)
        #expect(abs(Double(blue) / Double(red) - 3) < 0.05)
    }

    @Test func sectorsAreSlicesOfACircle() {
        let svg = chart.svg()
        let paths = svg.split(separator: "\n").filter { $0.hasPrefix("<path") }
        // A quarter ends at three o'clock; the rest goes the long way round.
        #expect(paths.count == 2 && paths[0].contains(" 0 0 1 ") && paths[1].contains(" 0 1 1 "))
        #expect(svg.contains("a &lt;b&gt;") && !svg.contains("<b>") && paths.allSatisfy { !$0.contains("nan") })
        #expect(PieChart(slices: [.init("all", 2)]).svg().contains("<circle"))
        #expect(!PieChart(slices: [.init("nothing", 0)]).svg().contains("<path"))
    }

    @Test func textHasARowASlice() {
        let rows = chart.text(width: 8).split(separator: "\n")
        #expect(rows.map(String.init) == ["a <b>", "red   1, 25 %  ██", "none  0, 0 %  ", "blue  3, 75 %  ██████", "bad   nan, 0 %  "])
    }

    @Test func widthIsChecked() {
        #expect(throws: EaselError.self) { try chart.bitmap(width: 10) }
        #expect(throws: EaselError.self) { try chart.bitmap(width: 1 << 20) }
    }

    @Test func allocationIsShown() {
        let allocation = PriorAllocation(for: "dog", learnt: [.init("cat", identifiers: ["sks"])], pictures: 8)
        #expect(allocation.chart.slices.map(\.name) == ["dog, drawn", "cat, drawn", "sks cat"])
        #expect(allocation.chart.slices.map(\.value) == [4, 2, 2])
        #expect(Set(allocation.chart.slices.compactMap(\.colour).map { "\($0)" }).count == 3)
        #expect(allocation.rows.map(\.last) == ["4", "2", "2", "8"])
        #expect(allocation.rows.allSatisfy { $0.count == PriorAllocation.header.count })
    }
}
