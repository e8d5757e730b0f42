import CellLanguage
import Easel
import Personalization

/// How prior-preservation pictures are shared, in a cell: a pie and a table.
final class AllocationObject: CellObject, Displayable {
    static let type = ObjectType(
        "Allocation", "How many prior-preservation pictures come from where.",
        properties: [
            .init("counts", .array(.int), "Pictures of each share."),
            .init("prompts", .array(.string), "The prompt of each share, the first where there are more."),
        ], isSteady: true)

    private let allocation: PriorAllocation

    init(_ allocation: PriorAllocation) { self.allocation = allocation }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { allocation.bundle.text }
    var bundle: DisplayBundle { allocation.bundle }

    func cellProperty(_ name: String) throws -> Value {
        name == "counts" ? .list(allocation.shares.map { .int($0.count) }) : .list(allocation.shares.map { .string($0.prompt) })
    }
}

extension PriorAllocation {
    /// A pie beside its table.
    var bundle: DisplayBundle {
        let text = "\(chart.text())\n\n\(TextTable.text(header: Self.header, rows: rows))"
        return DisplayBundle(text: text, html: HTML.picture(svg: chart.svg(), alternative: chart.text()) + HTML.table(header: Self.header, rows: rows))
    }
}
