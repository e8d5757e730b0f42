internal import Glibc

/// An axis of a chart: its range, and ticks at round numbers.
package struct ChartAxis: Equatable {
    /// Where the axis starts and ends: values, or their decimal logarithms.
    package let lower: Double
    package let upper: Double
    package let isLogarithmic: Bool
    package let ticks: [Tick]

    package struct Tick: Equatable {
        /// The distance from the axis' start, 0 to 1.
        package let position: Double
        package let label: String
    }

    /// Numbers beyond are left out of charts, so that no difference or quotient leaves Double's range.
    package static let largest = 1e300

    /// An axis over finite values.
    ///
    /// - Parameter isRounded: whether the axis ends at ticks instead of at the outermost values.
    package init(linear values: ClosedRange<Double>, isRounded: Bool, count: Int = 5) {
        var (lower, upper) = (values.lowerBound, values.upperBound)
        let magnitude = max(abs(lower), abs(upper))
        // Values that are all but equal would give ticks that no label can tell apart.
        if upper - lower <= magnitude * 1e-9 || upper - lower < 1e-290 {
            let padding = magnitude < 1e-280 ? 1 : magnitude * 0.1
            (lower, upper) = (lower - padding, upper + padding)
        }
        let step = Self.niceStep(for: (upper - lower) / Double(max(count, 1)))
        if isRounded { (lower, upper) = ((lower / step + 1e-9).rounded(.down) * step, (upper / step - 1e-9).rounded(.up) * step) }
        let first = (lower / step - 1e-9).rounded(.up)
        let values = (0...(4 * max(count, 1))).map { (first + Double($0)) * step }.prefix { $0 <= upper + step * 1e-6 }
        (self.lower, self.upper, isLogarithmic) = (lower, upper, false)
        ticks = values.map { value in
            Tick(
                position: (value - lower) / (upper - lower),
                label: ChartNumber.label(value, step: step, magnitude: max(abs(lower), abs(upper))))
        }
    }

    /// An axis over the decimal logarithms of finite positive values, with ticks at powers of ten.
    package init(logarithmic values: ClosedRange<Double>) {
        let (low, high) = (log10(values.lowerBound), log10(values.upperBound))
        var (lower, upper) = (low.rounded(.down), high.rounded(.up))
        if upper - lower < 1 { upper = lower + 1 }
        let stride = max(1, ((upper - lower) / 6).rounded(.up))
        upper = lower + ((upper - lower) / stride).rounded(.up) * stride
        (self.lower, self.upper, isLogarithmic) = (lower, upper, true)
        ticks = (0...6).map { lower + Double($0) * stride }.prefix { $0 <= upper }.map { exponent in
            Tick(position: (exponent - lower) / (upper - lower), label: ChartNumber.text(pow(10, exponent)))
        }
    }

    /// How far along the axis a finite value lies: 0 at its start, 1 at its end; positive values only on a logarithmic axis.
    package func position(of value: Double) -> Double {
        let place = isLogarithmic ? log10(value) : value
        return min(max((place - lower) / (upper - lower), 0), 1)
    }

    /// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `step`.
    package static func niceStep(for step: Double) -> Double {
        let power = pow(10, log10(step).rounded(.down))
        return ([1, 2, 2.5, 5].first { $0 * power >= step * (1 - 1e-9) } ?? 10) * power
    }
}
