public import Diffusion

/// Curves over a common horizontal axis: as SVG for notebooks, as a picture for files, and as text for terminals.
public struct LineChart: Equatable, Sendable {
    public var series: [Series]
    public var title: String?
    public var xLabel: String?
    public var yLabel: String?
    /// The part of the horizontal axis that is shown; nil shows all points.
    public var xRange: ClosedRange<Double>?
    public var yScale: YScale

    /// One curve.
    public struct Series: Equatable, Sendable {
        public var name: String
        public var points: [Point]
        public var style: Style
        /// Nil takes the next colour of the chart's palette.
        public var colour: RGB?

        public init(name: String, points: [(x: Double, y: Double)], style: Style = .line, colour: RGB? = nil) {
            self.name = name
            self.points = points.map { Point(x: $0.x, y: $0.y) }
            self.style = style
            self.colour = colour
        }

        public enum Style: Sendable {
            /// A clear line.
            case line
            /// A thin, pale line, for raw values behind clear curves: those decide the vertical axis, and peaks beyond it are cut.
            case faint
            /// A line with a dot at every point.
            case markers
        }
    }

    /// A measured value; points that are not finite are not drawn.
    public struct Point: Equatable, Sendable {
        public var x: Double
        public var y: Double

        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    public enum YScale: Sendable {
        case linear
        /// Points that are not positive are not drawn; without positive points the axis is linear.
        case logarithmic
        /// Logarithmic where all values are positive and the largest is more than 100 times the smallest.
        case automatic
    }

    public init(
        title: String? = nil, xLabel: String? = nil, yLabel: String? = nil, series: [Series],
        xRange: ClosedRange<Double>? = nil, yScale: YScale = .linear
    ) {
        self.series = series
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.xRange = xRange
        self.yScale = yScale
    }

    /// Calm colours that colour-blind people can tell apart.
    ///
    /// Source: Okabe and Ito, "Color Universal Design" (2008), blue and vermilion first.
    static let palette = [
        RGB(0, 114, 178), RGB(213, 94, 0), RGB(0, 158, 115), RGB(204, 121, 167), RGB(230, 159, 0), RGB(86, 180, 233),
    ]
}
