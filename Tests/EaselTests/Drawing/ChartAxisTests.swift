import Easel
import Testing

@Suite struct ChartAxisTests {
    private static let roundedAxes: [(Double, Double, [String])] = [
        (0.0, 1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), (0.013, 0.094, ["0.00", "0.02", "0.04", "0.06", "0.08", "0.10"]),
        (-3, 7, ["-4", "-2", "0", "2", "4", "6", "8"]), (0, 1.2, ["0.00", "0.25", "0.50", "0.75", "1.00", "1.25"]),
        (0, 9999, ["0", "2000", "4000", "6000", "8000", "10000"]), (5, 5, ["4.4", "4.6", "4.8", "5.0", "5.2", "5.4", "5.6"]),
        (0, 3e-7, ["0", "1e-7", "2e-7", "3e-7"]), (0, 4e8, ["0", "1e8", "2e8", "3e8", "4e8"]),
    ]

    @Test(arguments: roundedAxes)
    func roundedTicks(lower: Double, upper: Double, labels: [String]) {
        #expect(ChartAxis(linear: lower...upper, isRounded: true).ticks.map(\.label) == labels)
    }

    @Test func ticksAreFewDistinctAndInside() {
        var state: UInt64 = 1
        for number in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let size = [1e-12, 1e-3, 1, 1e4, 1e9, 1e200][number % 6]
            let noise = Double(state >> 40) / Double(1 << 24)
            let lower = (noise - 0.5) * size
            let span = Double((state >> 8) & 0xFFFF + 1) / 65536
            let upper = lower + span * size
            for isRounded in [true, false] {
                let axis = ChartAxis(linear: lower...upper, isRounded: isRounded)
                #expect((2...12).contains(axis.ticks.count), "\(lower)...\(upper)")
                #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count, "\(lower)...\(upper): \(axis.ticks.map(\.label))")
                #expect(zip(axis.ticks, axis.ticks.dropFirst()).allSatisfy { $0.position < $1.position })
                #expect(axis.ticks.allSatisfy { $0.position > -1e-5 && $0.position < 1 + 1e-5 })
                #expect(axis.position(of: lower) >= 0 && axis.position(of: upper) <= 1)
            }
        }
    }

    private static let numbers: [(Double, String)] = [
        (0.0, "0"), (1, "1"), (-2.5, "-2.5"), (0.08068, "0.08068"), (123_456, "123456"), (0.12345678, "0.1235"), (1e-5, "1e-5"),
        (-3.21e-7, "-3.21e-7"), (1e7, "1e7"), (0.9999999, "1"), (.leastNonzeroMagnitude, "0"),
        (1.7e308, "1.7e308"), (.nan, "nan"),
        (-.infinity, "-inf"),
        (9.99999e-6, "1e-5"),
    ]

    @Test(arguments: numbers)
    func numbersAreShort(value: Double, text: String) {
        #expect(ChartNumber.text(value) == text)
    }
}
