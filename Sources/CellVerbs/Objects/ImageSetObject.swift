import CellLanguage
import Diffusion
import Easel
import Personalization

/// Pictures to learn from, in a cell; shown as a gallery with what may hurt training.
final class ImageSetObject: CellObject, Displayable {
    static let type = ObjectType(
        "ImageSet", "Pictures to learn from, each with its prompts.",
        properties: [
            .init("count", .int, "How many pictures there are."),
            .init("controls", .array(.object("Image")), "What is to guide to each of them; empty unless they are pairs."),
        ], elementType: .object("Image"), isSteady: true)

    let pictures: ImageSet
    private let modelSize: Int
    private let step: Int

    /// - Parameter step: of the widths and heights of pictures that are no squares.
    init(_ set: ImageSet, modelSize: Int, step: Int) {
        pictures = set
        (self.modelSize, self.step) = (modelSize, step)
    }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { "ImageSet of \(pictures.count) pictures" }
    var cellElements: [Value]? { pictures.elements.map { .object(ImageObject(Image($0.image.bitmap))) } }

    func cellProperty(_ name: String) throws -> Value {
        guard name == "controls" else { return .int(pictures.count) }
        return .list(pictures.elements.compactMap(\.image.control).map { .object(ImageObject(Image($0))) })
    }

    func cellOperator(_ symbol: String, with other: Value, isLeft: Bool) throws -> Value? {
        guard symbol == "+", let right = other.asObject(ImageSetObject.self) else { return nil }
        return .object(ImageSetObject(isLeft ? pictures + right.pictures : right.pictures + pictures, modelSize: modelSize, step: step))
    }

    func isCellEqual(to other: any CellObject) -> Bool { (other as? ImageSetObject)?.pictures == pictures }

    var bundle: DisplayBundle {
        let found = pictures.concerns(modelSize: modelSize, step: step)
        let concerns = found.map { ($0.index.map { "picture \($0 + 1): " } ?? "") + $0.text }
        let names = pictures.elements.enumerated().map { index, element in
            "  \(index + 1): \(element.image.source)\(shape(of: element)), \(Self.prompts(element.image.prompts))"
        }
        let warning = concerns.isEmpty ? [] : ["What may hurt training:"] + concerns.map { "  \($0)" } + [ImageSet.unseen]
        let text = ([cellDescription] + names.prefix(24) + (names.count > 24 ? ["  …"] : []) + warning).joined(separator: "\n")
        guard let sheet = try? sheet(marked: Set(found.compactMap(\.index))) else { return DisplayBundle(text: text) }
        return sheet.with(text: text)
    }

    private func sheet(marked: Set<Int>) throws -> DisplayBundle {
        let shown = pictures.elements.prefix(24)
        let labels = shown.enumerated().map { index, element in
            "\(index + 1)\(marked.contains(index) ? " (!)" : "")\(shape(of: element)) \(Self.prompts(element.image.prompts))"
        }
        return .png(try ImageGrid(cells: rows(of: shown.map(cell)), labels: labels).bitmap().png(), text: "")
    }

    private func rows(of cells: [[Bitmap]]) -> [[[Bitmap]]] {
        stride(from: 0, to: cells.count, by: 6).map { Array(cells[$0..<min($0 + 6, cells.count)]) }
    }

    /// A picture, and its control below it.
    private func cell(_ element: ImageSet.Element) throws -> [Bitmap] {
        [try thumbnail(of: element.image.bitmap, in: element)] + [try element.image.control.map { try thumbnail(of: $0, in: element) }].compactMap(\.self)
    }

    /// What the model sees, the longer side 128 pixels.
    private func thumbnail(of bitmap: Bitmap, in element: ImageSet.Element) throws -> Bitmap {
        let size = element.size(modelSize: modelSize, step: step)
        let longer = max(size.width, size.height)
        return try bitmap.middle(shapedAs: size).resized(width: max(1, size.width * 128 / longer), height: max(1, size.height * 128 / longer))
    }

    /// The size of a picture's bucket, where it has one.
    private func shape(of element: ImageSet.Element) -> String {
        element.crop == .buckets ? ", \(element.size(modelSize: modelSize, step: step))" : ""
    }

    /// The first prompt, and how many others there are.
    private static func prompts(_ prompts: [String]) -> String {
        guard let first = prompts.first else { return "no prompt" }
        return prompts.count > 1 ? "\"\(first)\" and \(prompts.count - 1) more" : "\"\(first)\""
    }
}

extension DisplayBundle {
    func with(text: String) -> DisplayBundle {
        var copy = self
        copy.data["text/plain"] = text
        return copy
    }
}
