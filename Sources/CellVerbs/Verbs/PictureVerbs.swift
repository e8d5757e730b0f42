import CellLanguage
import Diffusion
import Easel
import Personalization

extension Verbs {
    var save: NativeFunction {
        .verb(
            "save",
            [
                .positional("thing", .any, "A token, an adapter, a ControlNet, an image, a list of images, a model, or a manifest."),
                .required(
                    "to", .string,
                    "A .safetensors, .bin or .pt file for tokens, .safetensors for a LoRA, a folder for an OFT or a ControlNet, .png or .jpg for pictures (several are numbered), a folder for models, .json for manifests."
                ),
                .named("format", .optional(.enumeration(Choices.loraFormat)), defaultText: ".diffusers", "How a LoRA's file names its tensors."),
            ], "Writes a thing to a file that other tools read too; pictures carry their recipe."
        ) { [engine] call in
            let path = try call.string("to")
            let thing = call.value("thing")
            if let token = thing?.asObject(TokenObject.self) {
                try engine.save(token.token, to: path)
            } else if let adapter = thing?.asObject(AdapterObject.self)?.adapter {
                try engine.save(adapter, to: path, format: try call.choice("format"))
            } else if let control = thing?.asObject(ControlNetObject.self)?.control {
                try engine.save(control, to: path)
            } else if let grid = thing?.asObject(GridObject.self) {
                try engine.save([Image(try grid.bitmap())], to: path)
            } else if let images = thing?.asImages, !images.isEmpty {
                try engine.save(images, to: path)
            } else if let model = thing?.asObject(ModelObject.self) {
                try engine.save(model.model, to: path)
            } else if let manifest = thing?.asObject(ManifestObject.self) {
                try engine.save(manifest.manifest, to: path)
            } else {
                throw call.error(
                    "thing", "save takes a token, an adapter, an image, a list of images, a model or a manifest, not \(thing.map { "\($0.type)" } ?? "nothing")"
                )
            }
            call.context.output.write("Saved to \(path)\n", to: .standardOutput)
            return .nothing
        }
    }

    var grid: NativeFunction {
        .verb(
            "grid",
            [
                .positional("images", .array(.object("Image")), "The pictures."),
                .named("columns", .optional(.int), defaultText: "as fits", "How many stand side by side.", in: .within(1...100)),
                .named("labels", .array(.string), default: .list([]), "A text for each picture."),
            ], result: .object("ImageGrid"), "Puts pictures together as one, with labels."
        ) { call in
            let images = call.value("images")?.asImages ?? []
            guard !images.isEmpty else { throw call.error("images", "a grid needs at least one picture") }
            let labels = try call.list("labels").compactMap(\.asString)
            guard labels.isEmpty || labels.count == images.count else {
                throw call.error("labels", "there are \(labels.count) labels for \(images.count) pictures")
            }
            return .object(images.grid(columns: call.optionalInt("columns"), labels: labels))
        }
    }

    var difference: NativeFunction {
        let pictures = ValueType.oneOf([.object("ImageGrid"), .object("Image"), .array(.object("Image"))])
        return .verb(
            "difference",
            [
                .positional("pictures", pictures, "One picture or several."),
                .required("from", pictures, "What each is compared with: one picture, or as many, in the same order."),
            ], result: .double,
            "How far pictures are from others, pixel by pixel: the root mean square, 0 (equal) … 1 (black from white), on average over the pictures."
        ) { call in
            let (pictures, others) = (call.drawn("pictures"), call.drawn("from"))
            guard !pictures.isEmpty, others.count == 1 || others.count == pictures.count else {
                throw call.error("from", "there are \(others.count) pictures to compare \(pictures.count) with")
            }
            let differences = try pictures.enumerated().map { try $1.difference(from: others[others.count == 1 ? 0 : $0]) }
            return .double(differences.reduce(0, +) / Double(differences.count))
        }
    }
}
