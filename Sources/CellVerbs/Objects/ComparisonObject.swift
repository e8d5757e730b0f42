import CellLanguage
import Easel

/// Trainings side by side: a table, and bars under it.
final class ComparisonObject: CellObject, Displayable {
    static let type = ObjectType(
        "Comparison", "Trainings side by side: what they gave and what they took.",
        properties: [
            .init("names", .array(.string), "What is compared, row by row."),
            .init("fidelity", .array(.double), "How alike the pictures are to the real ones."),
            .init("promptFidelity", .array(.double), "How well they show what the prompts say."),
            .init("priorPreservation", .array(.double), "How alike the category has become to the subject: low is good."),
            .init("diversity", .array(.double), "How much pictures of one prompt differ."),
            .init("images", .object("ImageGrid"), "The pictures, a row each."),
            .init("costs", .object("Chart"), "File, trainable numbers, seconds and memory, as bars."),
        ], isSteady: true)

    private let comparison: Comparison

    init(_ comparison: Comparison) { self.comparison = comparison }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { bundle.text }

    func cellProperty(_ name: String) throws -> Value {
        func list(_ figure: (Comparison.Row) -> Double?) -> Value { .list(comparison.rows.map { .double(figure($0) ?? .nan) }) }
        return switch name {
        case "names": .list(comparison.rows.map { .string($0.name) })
        case "fidelity": list(\.fidelity)
        case "promptFidelity": list(\.promptFidelity)
        case "priorPreservation": list(\.priorPreservation)
        case "diversity": list(\.diversity)
        case "costs": .object(ChartObject(comparison.costs))
        default: .object(grid)
        }
    }

    private var grid: GridObject {
        let drawn = comparison.rows.filter { !$0.images.isEmpty }
        let images = drawn.flatMap(\.images)
        let labels = drawn.flatMap { row in row.images.map { _ in row.name } }
        return images.grid(columns: drawn.first?.images.count ?? 1, labels: labels)
    }

    var bundle: DisplayBundle {
        let text = [TextTable.text(header: Comparison.header, rows: comparison.cells), comparison.note, comparison.chart.text()].joined(separator: "\n\n")
        let chart = HTML.picture(svg: comparison.chart.svg(), alternative: comparison.chart.text())
        let html = HTML.table(header: Comparison.header, rows: comparison.cells) + "<div>\(HTML.escaped(comparison.note))</div>" + chart
        return DisplayBundle(text: text, html: html)
    }
}
