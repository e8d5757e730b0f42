import CellLanguage

/// A table in a cell: shown as one, printed as aligned columns.
final class TableObject: CellObject, Displayable {
    static let type = ObjectType("Table", "Rows and columns.", isSteady: true)

    private let title: String
    private let header: [String]
    private let rows: [[String]]

    init(title: String, header: [String], rows: [[String]]) {
        self.title = title
        self.header = header
        self.rows = rows
    }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { "\(title)\n\(TextTable.text(header: header, rows: rows))" }
    func cellProperty(_ name: String) throws -> Value { .nil }

    var bundle: DisplayBundle {
        DisplayBundle(text: cellDescription, html: "<b>\(HTML.escaped(title))</b>" + HTML.table(header: header, rows: rows))
    }
}
