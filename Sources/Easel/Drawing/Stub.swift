// Stands in until the grid and the chart land in this folder; delete this file with them.
public import Diffusion
public struct ImageGrid: Sendable {
    public init(_ pictures: [Bitmap], columns: Int? = nil, labels: [String] = [], rowHeaders: [String] = [], columnHeaders: [String] = [], title: String? = nil) {}
    public init(cells: [[[Bitmap]]], rowHeaders: [String] = [], columnHeaders: [String] = [], title: String? = nil) {}
    public func bitmap() throws -> Bitmap { try Bitmap(width: 1, height: 1) }
}
public struct LineChart: Sendable {
    public struct Series: Sendable {
        public enum Style: Sendable { case line, faint, markers }
        public init(name: String, points: [(x: Double, y: Double)], style: Style, colour: RGB) {}
    }
    public init(title: String, xLabel: String, yLabel: String, series: [Series], xRange: ClosedRange<Double>? = nil) {}
    public func svg(width: Int = 640, height: Int = 260) -> String { "" }
    public func text(width: Int = 60) -> String { "" }
}
