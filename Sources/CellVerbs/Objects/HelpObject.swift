import CellLanguage

/// A page of the reference in a cell.
final class HelpObject: CellObject, Displayable {
    static let type = ObjectType("Help", "A page of the reference.", isSteady: true)

    private let page: Reference.Page

    init(_ page: Reference.Page) { self.page = page }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { page.plain }
    func cellProperty(_ name: String) throws -> Value { .nil }

    var bundle: DisplayBundle {
        var bundle = DisplayBundle(text: page.plain)
        bundle.data["text/markdown"] = page.markdown
        return bundle
    }
}
