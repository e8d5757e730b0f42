import CellLanguage
import Diffusion
import Easel
import Measures
import Personalization

extension Verbs {
    private static let pictures = ValueType.oneOf([.object("ImageSet"), .object("ImageGrid"), .object("Image"), .array(.object("Image"))])
    private static let by = Parameter.named(
        "by", .optional(.enumeration(Choices.likeness)), defaultText: ".dino or .clip where one is loaded, otherwise .encoder for the embedded model",
        "What is compared.")

    var loadEncoder: NativeFunction {
        .verb(
            "loadEncoder", [.positional("source", .string, "A folder, DINO's own file, or a hub identifier such as \"facebook/dino-vits16\".")],
            result: .string, "Reads a CLIP or DINO model, which measures use from now on (.clip, .dino). Its name is the result."
        ) { [engine] call in .string(try engine.loadEncoder(call.string("source")).name) }
    }

    var likeness: NativeFunction {
        .verb(
            "likeness",
            [
                .positional("pictures", Self.pictures, "Pictures, drawn or read."), .required("to", Self.pictures, "What they are compared with."),
                .named("by", .enumeration(Choices.likeness), default: Choices.likeness.value("colour"), "What is compared."),
            ], result: .double, "How alike pictures are, on average over all pairs; by the colours of their middle (0…1), or the cosine of an encoder."
        ) { [engine] call in
            .double(try engine.likeness(call.bitmaps("pictures"), to: call.bitmaps("to"), by: try call.choice("by") ?? .colour))
        }
    }

    var fidelity: NativeFunction {
        .verb(
            "fidelity",
            [.positional("pictures", Self.pictures, "Drawn pictures."), .required("to", Self.pictures, "Real pictures of the subject."), Self.by],
            result: .double,
            "Subject fidelity: how alike drawn pictures are to the real ones, on average over all pairs. By .dino and .clip it is the DreamBooth paper's "
                + "DINO and CLIP-I; compare it with that of the real pictures among themselves."
        ) { [engine] call in
            .double(try engine.fidelity(call.bitmaps("pictures"), to: call.bitmaps("to"), by: try call.choice("by")))
        }
    }

    var promptFidelity: NativeFunction {
        .verb(
            "promptFidelity",
            [
                .positional("pictures", Self.pictures, "Drawn pictures."),
                .named("to", .optional(.string), defaultText: "each picture's own prompt", "What they should show, without the learnt word."), Self.by,
            ], result: .double,
            "Prompt fidelity: by .clip the cosine of picture and prompt (CLIP-T); by .encoder how sure it is, on average, of the kind, colour, place, "
                + "style and number that the prompt names."
        ) { [engine] call in
            let own = call.drawn("pictures").compactMap(\.prompt)
            let prompts = call.value("to")?.asString.map { [$0] } ?? own
            guard !prompts.isEmpty else { throw call.error("to", "pictures without a recipe have no prompt of their own: say one with to:") }
            return .double(try engine.promptFidelity(call.bitmaps("pictures"), to: engine.withoutLearntWords(prompts), by: try call.choice("by")))
        }
    }

    var edgeAgreement: NativeFunction {
        let drawn = ValueType.oneOf([.object("ImageGrid"), .object("Image"), .array(.object("Image"))])
        return .verb(
            "edgeAgreement",
            [
                .positional("pictures", drawn, "Drawn pictures."), .required("with", drawn, "The control, or one for each picture, of their size."),
                .named("within", .int, default: 2, "How far apart edges may be, in pixels.", in: .within(0...64)),
                .named("low", .double, default: 100.0, "Of canny, which finds the edges.", in: .atLeast(0)),
                .named("high", .double, default: 200.0, "Of canny.", in: .atLeast(0)),
            ], result: .double,
            "How well the edges of pictures lie where a control has them: F1, 1 where all agree, on average over the pictures. Compare it with that of "
                + "pictures drawn without the control: some edges meet by chance."
        ) { [engine] call in
            .double(
                try engine.edgeAgreement(
                    call.drawn("pictures"), with: call.drawn("with"), within: call.int("within"), low: call.double("low"), high: call.double("high")))
        }
    }

    var diversity: NativeFunction {
        .verb(
            "diversity", [.positional("pictures", Self.pictures, "At least two pictures of one prompt."), Self.by], result: .double,
            "How much pictures of one prompt differ: the mean of 1 − likeness over all pairs (the paper's DIV uses LPIPS instead). High is good: "
                + "a model that only repeats its pictures has little."
        ) { [engine] call in .double(try engine.diversity(call.bitmaps("pictures"), by: try call.choice("by"))) }
    }

    var priorPreservation: NativeFunction {
        .verb(
            "priorPreservation",
            [
                .positional("pictures", Self.pictures, "Pictures of ordinary things of the category, such as of \"a dog\"."),
                .required("to", Self.pictures, "Real pictures of the subject."), Self.by,
            ], result: .double,
            "PRES: how alike ordinary things of the category have become to the subject. Low is good: the category was kept."
        ) { [engine] call in
            .double(try engine.priorPreservation(call.bitmaps("pictures"), to: call.bitmaps("to"), by: try call.choice("by")))
        }
    }
}

extension Call {
    /// Pictures with what is known of how they were drawn; none for pictures to learn from.
    func drawn(_ name: String) -> [Image] { value(name)?.asObject(GridObject.self)?.images ?? value(name)?.asImages ?? [] }

    func bitmaps(_ name: String) -> [Bitmap] {
        value(name)?.asObject(ImageSetObject.self)?.pictures.elements.map(\.image.bitmap) ?? drawn(name).map(\.bitmap)
    }
}
