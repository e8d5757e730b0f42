import CellLanguage
import Diffusion
import Easel

extension Verbs {
    /// A part of a picture: a picture in black and white, or a shape.
    static let maskType = ValueType.oneOf([.object("Image"), .enumeration(Choices.mask)])

    /// The arguments of drawing verbs that paint a part of a picture; `sweep` takes lists for axes, so that it extends one side only, or all.
    static func repaintingParameters(sides: ValueType = .oneOrMany(.enumeration(Choices.side))) -> [Parameter] {
        [
            .named(
                "mask", .optional(maskType), defaultText: "all of it",
                "With from: what is painted anew. A picture of the same size, white where it is, or a shape in its pixels."),
            .named(
                "extend", sides, defaultText: "nothing",
                "With from: how far the result reaches beyond that picture; rounded up to what the model divides."),
            .named(
                "feather", .int, default: 0, "With mask or extend: within how many pixels outside of it what is painted fades into the picture.",
                in: .within(0...4096)),
            .named(
                "keepUnmasked", .bool, default: true,
                "With mask or extend: puts the picture's own pixels back where nothing is painted. Otherwise they have gone through the autoencoder."),
        ]
    }
}

extension Choices {
    private static let place: [Parameter] = [
        .required("x", .int, "Pixels from the left."), .required("y", .int, "Pixels from the top."),
        .required("width", .int, "Pixels.", in: .atLeast(1)), .required("height", .int, "Pixels.", in: .atLeast(1)),
    ]
    private static let shapes: [EnumerationType.Case] = [
        .init("rectangle", "All of a rectangle.", parameters: place), .init("ellipse", "The largest ellipse in a rectangle.", parameters: place),
    ]
    static let mask = EnumerationType(
        "Mask", "A part of a picture.",
        cases: shapes + [
            .init(
                "everythingBut", "All that another mask leaves out.",
                parameters: [.positional("mask", .oneOf([.object("Image"), .enumeration(EnumerationType("Mask", "A part of a picture.", cases: shapes))]))])
        ])
    private static let pixels: [Parameter] = [.positional("pixels", .int, "Pixels.", in: .within(1...4096))]
    static let side = EnumerationType(
        "Side", "Where a picture is extended, and how far.",
        cases: [
            .init("all", "At all four sides.", parameters: pixels), .init("left", "To the left.", parameters: pixels),
            .init("right", "To the right.", parameters: pixels), .init("top", "Upwards.", parameters: pixels),
            .init("bottom", "Downwards.", parameters: pixels),
        ])
}

extension Call {
    /// What is painted anew, as `repaintingParameters` say it.
    func takeRepainting(into arguments: inout SamplingArguments) throws {
        arguments.mask = value("mask")?.asMaskArea
        let sides = try isGiven("extend") ? list("extend").compactMap(\.asMargins) : []
        arguments.extend = isGiven("extend") ? sides.reduce(Margins(), +) : nil
        arguments.feather = try int("feather")
        arguments.keepUnmasked = try bool("keepUnmasked")
    }
}

extension Value {
    /// A part of a picture, as one of `Choices.mask` or as a picture.
    var asMaskArea: MaskArea? {
        if let picture = asObject(ImageObject.self)?.image { return .picture(picture.bitmap) }
        guard let written = asEnumeration else { return nil }
        func number(_ label: String) -> Int { written.argument(label)?.asInt ?? 0 }
        switch written.caseName {
        case "rectangle": return .rectangle(x: number("x"), y: number("y"), width: number("width"), height: number("height"))
        case "ellipse": return .ellipse(x: number("x"), y: number("y"), width: number("width"), height: number("height"))
        default: return written.arguments.first?.value.asMaskArea.map { .everythingBut($0) }
        }
    }

    /// How far a picture is extended, as one of `Choices.side`.
    fileprivate var asMargins: Margins? {
        guard let written = asEnumeration, let pixels = written.arguments.first?.value.asInt else { return nil }
        switch written.caseName {
        case "left": return .left(pixels)
        case "right": return .right(pixels)
        case "top": return .top(pixels)
        case "bottom": return .bottom(pixels)
        default: return .all(pixels)
        }
    }
}
