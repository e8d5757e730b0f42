import CellLanguage
import Diffusion
import Easel
import Personalization

/// Pictures to learn from, in a cell; shown as a gallery with what may hurt training.
final class ImageSetObject: CellObject, Displayable {
    static let type = ObjectType(
        "ImageSet", "Pictures to learn from, each with its prompts.",
        properties: [.init("count", .int, "How many pictures there are.")], elementType: .object("Image"), isSteady: true)

    let pictures: ImageSet
    private let modelSize: Int

    init(_ set: ImageSet, modelSize: Int) {
        pictures = set
        self.modelSize = modelSize
    }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { "ImageSet of \(pictures.count) pictures" }
    var cellElements: [Value]? { pictures.elements.map { .object(ImageObject(Image($0.image.bitmap))) } }

    func cellProperty(_ name: String) throws -> Value { .int(pictures.count) }

    func cellOperator(_ symbol: String, with other: Value, isLeft: Bool) throws -> Value? {
        guard symbol == "+", let right = other.asObject(ImageSetObject.self) else { return nil }
        return .object(ImageSetObject(isLeft ? pictures + right.pictures : right.pictures + pictures, modelSize: modelSize))
    }

    func isCellEqual(to other: any CellObject) -> Bool { (other as? ImageSetObject)?.pictures == pictures }

    var bundle: DisplayBundle {
        let found = pictures.concerns(modelSize: modelSize)
        let concerns = found.map { ($0.index.map { "picture \($0 + 1): " } ?? "") + $0.text }
        let names = pictures.elements.enumerated().map { "  \($0.offset + 1): \($0.element.image.source), \(Self.prompts($0.element.image.prompts))" }
        let warning = concerns.isEmpty ? [] : ["What may hurt training:"] + concerns.map { "  \($0)" } + [ImageSet.unseen]
        let text = ([cellDescription] + names.prefix(24) + (names.count > 24 ? ["  …"] : []) + warning).joined(separator: "\n")
        guard let sheet = try? sheet(marked: Set(found.compactMap(\.index))) else { return DisplayBundle(text: text) }
        return sheet.with(text: text)
    }

    private func sheet(marked: Set<Int>) throws -> DisplayBundle {
        let shown = pictures.elements.prefix(24)
        let labels = shown.enumerated().map { index, element in
            "\(index + 1)\(marked.contains(index) ? " (!)" : "") \(Self.prompts(element.image.prompts))"
        }
        let squares = try shown.map { try $0.image.bitmap.squareCropped().resized(width: 128, height: 128) }
        return .png(try ImageGrid(squares, columns: min(6, max(shown.count, 1)), labels: labels).bitmap().png(), text: "")
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
