import CellLanguage
import Diffusion
import Easel

/// Several pictures as one: what `grid` and `sweep` give.
final class GridObject: CellObject, Displayable {
    static let type = ObjectType(
        "ImageGrid", "Several pictures as one, with labels.",
        properties: [
            .init("images", .array(.object("Image")), "The pictures, row by row."), .init("count", .int, "How many there are."),
        ], elementType: .object("Image"), isSteady: true)

    private let layout: ImageGrid
    let images: [Image]

    init(_ layout: ImageGrid, images: [Image]) {
        self.layout = layout
        self.images = images
    }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { "ImageGrid of \(images.count) images" }
    var cellElements: [Value]? { images.map { .object(ImageObject($0)) } }

    func cellProperty(_ name: String) throws -> Value { name == "count" ? .int(images.count) : .list(cellElements ?? []) }

    /// The whole as one picture.
    func bitmap() throws -> Bitmap { try layout.bitmap() }

    var bundle: DisplayBundle {
        let lines = images.enumerated().map { "  \($0.offset + 1): \($0.element.summary)" }
        let text = ([cellDescription] + lines.prefix(12) + (lines.count > 12 ? ["  …"] : [])).joined(separator: "\n")
        do {
            return .png(try bitmap().png(texts: recipes), text: text)
        } catch {
            return DisplayBundle(text: "\(text)\n(it can't be shown: \(error))")
        }
    }

    /// Every picture's recipe, in their order.
    private var recipes: [ImageText] {
        let recipes = images.compactMap(\.recipe)
        guard let first = recipes.first else { return [] }
        return [
            ImageText(keyword: "parameters", text: first.parameters),
            ImageText(keyword: "easel", text: "[\(recipes.map(\.json).joined(separator: ","))]"),
        ]
    }
}
