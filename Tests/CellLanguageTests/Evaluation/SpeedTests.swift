import CellLanguage
import Testing

@Suite(.serialized) struct SpeedTests {
    /// A million turns take about a tenth of the allowed time on a common machine; the allowance is for busy ones.
    @Test(arguments: [
        "var total = 0\nfor i in 0..<1_000_000 { total += i * 2 % 7 }\ntotal",
        "func sum(_ n: Int) -> Int {\n    var total = 0\n    var i = 0\n    while i < n {\n        total += i * 2 % 7\n        i += 1\n    }\n    return total\n}\nsum(1_000_000)",
    ])
    func loops(_ cell: String) throws {
        let console = Console()
        let clock = ContinuousClock()
        var result: String?
        let time = try clock.measure { result = try console.run(cell) }
        #expect(result == "2999997")
        #expect(time < .seconds(3))
        print("a million turns: \(time)")
    }

    /// Changes in place: quadratic copying would take minutes.
    @Test(arguments: [
        "var xs: [Int] = []\nfor i in 0..<200_000 { xs.append(i) }\nfor i in 0..<200_000 { xs[i] += 1 }\nxs[199_999]",
        "var s = \"\"\nfor _ in 0..<200_000 { s += \"x\" }\ns.count",
        "var d: [Int: Int] = [:]\nfor i in 0..<200_000 { d[i % 50_000, default: 0] += 1 }\nd[7]! * 50_000",
        "var g = [[Int]](repeating: [Int](repeating: 0, count: 1000), count: 200)\nfor i in 0..<200 { for j in 0..<1000 { g[i][j] += 1 } }\ng[3][4] * 200_000",
        "func f() -> Int {\n    var xs = [Int](repeating: 0, count: 100_000)\n    for i in 0..<200_000 { xs[i % 100_000] += 1 }\n    return xs.reduce(0, +)\n}\nf()",
        "var groups: [String: [Int]] = [:]\nfor i in 0..<200_000 { groups[\"a\", default: []].append(i) }\ngroups[\"a\"]!.count",
    ])
    func inPlace(_ cell: String) throws {
        let console = Console()
        var result: String?
        let time = try ContinuousClock().measure { result = try console.run(cell) }
        #expect(result == "200000")
        #expect(time < .seconds(5))
        print("in place: \(time)")
    }
}
