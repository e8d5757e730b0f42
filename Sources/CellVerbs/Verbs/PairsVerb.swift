import CellLanguage
import Diffusion
import Easel
import Personalization

extension Verbs {
    var pairs: NativeFunction {
        .verb(
            "pairs",
            [
                .positional(
                    "pictures", .oneOf([.object("ImageSet"), .string, .array(.object("Image")), .object("ImageGrid")]),
                    "Pictures to learn from, pictures that were drawn, or a folder that lists pairs (metadata.jsonl or prompt.json)."),
                .named(
                    "control",
                    .optional(.oneOf([.function([.object("Image")], .object("Image")), .object("ImageSet"), .array(.object("Image"))])), defaultText: "nil",
                    "What makes a picture's control, such as { canny($0) }; or the controls, in the order of the pictures. Left out for a folder."),
            ], result: .object("ImageSet"),
            "Puts pictures and what is to guide to them together, to train a control net on.\n\nPictures that were drawn keep their prompts."
        ) { [engine] call in
            let set = try call.paired(engine)
            let model = engine.currentModel
            return .object(ImageSetObject(set, modelSize: model?.size ?? 512, step: model?.diffusion.bucketStep ?? 64))
        }
    }
}

extension Call {
    fileprivate func paired(_ engine: EaselSession) throws -> ImageSet {
        if let folder = value("pictures")?.asString {
            guard value("control") == nil else { throw error("control", "a folder lists its own controls: leave 'control' out") }
            return try engine.pairs(in: folder)
        }
        let pictures = try value("pictures")?.asObject(ImageSetObject.self)?.pictures ?? engine.set(of: drawn("pictures"))
        guard let control = value("control") else { throw error("control", "pairs needs 'control': what guides to each of these pictures") }
        if let function = control.asFunction {
            return try engine.pairs(pictures) { picture in
                guard let made = try invoke(function, [.object(ImageObject(picture))]).asObject(ImageObject.self)?.image else {
                    throw error("control", "'control' must give a picture for each picture")
                }
                return made
            }
        }
        let set = control.asObject(ImageSetObject.self)?.pictures.elements.map(\.image.bitmap)
        return try pictures.controlled(by: set ?? drawn("control").map(\.bitmap))
    }
}
