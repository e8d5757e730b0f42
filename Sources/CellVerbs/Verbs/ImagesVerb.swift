import CellLanguage
import Diffusion
import Easel
import Personalization

extension Verbs {
    var images: NativeFunction {
        .verb(
            "images",
            [
                .positional(
                    "source", .oneOrMany(.string), "A folder, a file, a zip archive, an address, a pattern such as \"photos/*.png\", or a list of these."),
                .named(
                    "prompts", .oneOf([.enumeration(Choices.templates), .oneOrMany(.string)]), default: Choices.templates.value("object"),
                    "Templates, captions beside the pictures, or your own list with {} for the token."),
                .named("size", .optional(.int), defaultText: "the model's", "Side of the square in pixels, or of one of the same area.", in: .within(8...2048)),
                .named("crop", .enumeration(Choices.crop), default: Choices.crop.value("center"), "How pictures become squares, or stay oblong."),
                .named("flip", .bool, default: false, "Mirrors half of the uses; not for things with a left and a right."),
                .named(
                    "background", .optional(.enumeration(Choices.background)), defaultText: "whatever lies there unseen",
                    "The colour behind pictures that can be seen through."),
            ], result: .object("ImageSet"),
            "Reads pictures to learn from: PNG, JPEG and WebP, upright by their EXIF data.\n\nTwo sets join with `+`, each keeping its own prompts."
        ) { [engine] call in
            let set = try engine.images(
                try call.list("source").compactMap(\.asString), prompts: try call.prompts(), size: call.optionalInt("size"),
                crop: try call.crop(), flip: call.bool("flip"), background: try call.background())
            let model = engine.currentModel
            return .object(ImageSetObject(set, modelSize: model?.size ?? 512, step: model?.diffusion.bucketStep ?? 64))
        }
    }

    var prompts: NativeFunction {
        .verb(
            "prompts", [.positional("kind", .enumeration(Choices.templates), ".object, .group or .style")], result: .array(.string),
            "The template list of a kind, to print and filter; {} stands for the token."
        ) { call in
            guard let templates: PromptTemplates = PromptTemplates(rawValue: try call.enumeration("kind").caseName) else {
                throw call.error("kind", "there is no template list for captions: they lie beside the pictures")
            }
            return .list(templates.prompts.map { .string($0) })
        }
    }
}

extension Call {
    fileprivate func prompts() throws -> EaselSession.Prompts {
        guard let value = value("prompts") else { return .templates(.object) }
        if let written = value.asEnumeration { return PromptTemplates(rawValue: written.caseName).map { .templates($0) } ?? .captions }
        return .list(value.asString.map { [$0] } ?? value.asList?.compactMap(\.asString) ?? [])
    }

    fileprivate func background() throws -> RGB? {
        guard let written = value("background")?.asEnumeration else { return nil }
        return Choices.backgrounds.first { $0.name == written.caseName }?.colour
    }

    fileprivate func crop() throws -> Crop {
        let written = try enumeration("crop")
        switch written.caseName {
        case "none": return .none
        case "buckets": return .buckets
        case "random":
            guard let range = written.argument("area")?.asRange else { return .random(area: 0.8...1) }
            guard let lower = range.lower?.asDouble, let upper = range.upper?.asDouble, lower <= upper else {
                throw error("crop", "'area' must be a range such as 0.8...1")
            }
            return .random(area: lower...upper)
        default: return .center
        }
    }
}
