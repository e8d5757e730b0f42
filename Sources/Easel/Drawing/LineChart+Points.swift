internal import Diffusion

extension LineChart {
    /// The points of each series that can be drawn: finite, inside of the horizontal range, and positive on a logarithmic axis.
    var visiblePoints: [[Point]] {
        let range = usableRange
        let points = series.map { series in
            series.points.filter { Self.isDrawable($0.x) && Self.isDrawable($0.y) && range?.contains($0.x) != false }
        }
        guard yScale == .logarithmic else { return points }
        let positive = points.map { $0.filter { $0.y > 0 } }
        return positive.allSatisfy(\.isEmpty) ? points : positive
    }

    /// The fixed horizontal range where it is one.
    var usableRange: ClosedRange<Double>? {
        guard let xRange, Self.isDrawable(xRange.lowerBound), Self.isDrawable(xRange.upperBound) else { return nil }
        return xRange
    }

    /// Whether the vertical axis over these values is logarithmic.
    func isLogarithmic(_ values: ClosedRange<Double>) -> Bool {
        guard values.lowerBound > 0 else { return false }
        switch yScale {
        case .linear: return false
        case .logarithmic: return true
        case .automatic: return values.upperBound / 100 > values.lowerBound
        }
    }

    func colour(of number: Int) -> RGB { series[number].colour ?? Self.palette[number % Self.palette.count] }

    private static func isDrawable(_ value: Double) -> Bool { value.isFinite && abs(value) <= ChartAxis.largest }
}
