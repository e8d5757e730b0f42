import CellLanguage
import Easel

/// Curves in a cell: shown as SVG, printed as rows of blocks.
final class ChartObject: CellObject, Displayable {
    static let type = ObjectType("Chart", "Curves over a common horizontal axis.", isSteady: true)

    private let chart: LineChart

    init(_ chart: LineChart) { self.chart = chart }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { chart.text() }
    func cellProperty(_ name: String) throws -> Value { .nil }

    var bundle: DisplayBundle {
        var bundle = DisplayBundle(text: chart.text())
        bundle.data["image/svg+xml"] = chart.svg()
        return bundle
    }
}
