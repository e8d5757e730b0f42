import CellLanguage
import Easel

/// Curves or bars in a cell: shown as SVG, printed as rows of blocks.
final class ChartObject: CellObject, Displayable {
    static let type = ObjectType("Chart", "Curves over a common horizontal axis, or bars.", isSteady: true)

    private let text: String
    private let svg: String

    init(_ chart: LineChart) { (text, svg) = (chart.text(), chart.svg()) }
    init(_ chart: BarChart) { (text, svg) = (chart.text(), chart.svg()) }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { text }
    func cellProperty(_ name: String) throws -> Value { .nil }

    var bundle: DisplayBundle {
        var bundle = DisplayBundle(text: text)
        bundle.data["image/svg+xml"] = svg
        return bundle
    }
}
