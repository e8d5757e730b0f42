import CellLanguage
import Diffusion
import Easel

/// A picture in a cell.
final class ImageObject: CellObject, Displayable {
    static let type = ObjectType(
        "Image", "A picture, with the recipe that drew it.",
        properties: [
            .init("width", .int, "Pixels."), .init("height", .int, "Pixels."), .init("seed", .optional(.int), "The seed it was drawn with."),
            .init("prompt", .optional(.string), "The prompt it was drawn from."),
            .init("recipe", .optional(.string), "Everything that decided it, as other tools write it."),
            .init("control", .optional(.string), "What a detector made it for, such as \"canny\"."),
        ],
        methods: [
            NativeFunction(
                "resized", [.required("width", .int, "Pixels.", in: .within(1...8192)), .required("height", .int, "Pixels.", in: .within(1...8192))],
                result: .object("Image"), "Another size of the picture."
            ) { call in
                .object(ImageObject(try call.receiver(as: ImageObject.self).image.resized(width: call.int("width"), height: call.int("height"))))
            },
            NativeFunction(
                "cropped",
                [
                    .named("x", .int, default: 0, "Pixels from the left.", in: .atLeast(0)),
                    .named("y", .int, default: 0, "Pixels from the top.", in: .atLeast(0)),
                    .required("width", .int, "Pixels.", in: .atLeast(1)), .required("height", .int, "Pixels.", in: .atLeast(1)),
                ], result: .object("Image"), "A part of the picture."
            ) { call in
                let image = try call.receiver(as: ImageObject.self).image
                return .object(
                    ImageObject(try image.cropped(x: call.int("x"), y: call.int("y"), width: call.int("width"), height: call.int("height"))))
            },
        ], isSteady: true)

    let image: Image

    init(_ image: Image) { self.image = image }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { image.summary }
    var bundle: DisplayBundle { image.bundle }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "width": .int(image.width)
        case "height": .int(image.height)
        case "seed": image.seed.map { Value.int(Int(truncatingIfNeeded: $0)).wrapped } ?? .nil
        case "prompt": image.prompt.map { Value.string($0).wrapped } ?? .nil
        case "control": image.control.map { Value.string($0.rawValue).wrapped } ?? .nil
        default: image.recipe.map { Value.string($0.parameters).wrapped } ?? .nil
        }
    }

    func isCellEqual(to other: any CellObject) -> Bool { (other as? ImageObject)?.image.bitmap == image.bitmap }
}
