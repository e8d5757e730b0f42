import CellLanguage
import Easel
import Personalization

extension Verbs {
    private static let subjectParameter = Parameter.named(
        "subject", .object("Subject"), defaultText: "nil", "What it is to learn, for prompts with an identifier; else the pictures' own prompts count.")
    private static let nameParameter = Parameter.named(
        "name", .optional(.string), defaultText: "\"lora\", \"oft\" or the file's", "What recipes and folders call it.")

    static let lora = ModelVerb(
        "lora",
        [
            .named("rank", .int, default: 4, "How narrow its matrices are: more hold more detail.", in: .within(1...1024)),
            .named("alpha", .optional(.double), defaultText: "the rank", "What it adds is multiplied with alpha / rank.", in: .above(0)),
            .named(
                "targets", .oneOrMany(.enumeration(Choices.adapterTarget)), default: .list([Choices.adapterTarget.value("attention")]),
                "The layers that it changes."),
            subjectParameter, .named("seed", .int, default: 0, "Of the random half of its matrices.", in: .atLeast(0)), nameParameter,
        ], result: .object("Adapter"),
        "A LoRA, ready to be trained: to the weights of some layers products of two narrow matrices are added, and only those are learnt.\n\nIt is kept apart from the model: `sample(…, with: a)` uses it, `save(a, to:)` writes it, `merge(a)` makes it a part of the model."
    ) { model, call in
        let targets = try call.list("targets").compactMap { $0.asEnumeration.flatMap { AdapterTarget(rawValue: $0.caseName) } }
        let lora = try model.lora(
            rank: call.int("rank"), alpha: call.optionalDouble("alpha"), targets: Set(targets), subject: call.subject, seed: call.seed("seed") ?? 0,
            name: call.value("name")?.asString)
        return .object(AdapterObject(lora))
    }

    static let oft = ModelVerb(
        "oft",
        [
            .named("blockSize", .int, default: 32, "Side of the blocks that are rotated: larger ones turn more freely.", in: .within(2...1024)),
            .named("constraint", .optional(.double), defaultText: "nil", "The paper's epsilon, which keeps rotations small; 6e-5 there.", in: .above(0)),
            .named("shared", .bool, default: false, "Whether all blocks of a layer turn alike."), subjectParameter, nameParameter,
        ], result: .object("Adapter"),
        "Orthogonal fine-tuning, ready to be trained: the inputs of all attention are rotated, and only the rotations are learnt. Angles between the rows of a weight, and with them its hyperspherical energy, stay."
    ) { model, call in
        let oft = try model.oft(
            blockSize: call.int("blockSize"), constraint: call.optionalDouble("constraint"), shared: call.bool("shared"), subject: call.subject,
            name: call.value("name")?.asString)
        return .object(AdapterObject(oft))
    }

    static let loadAdapter = ModelVerb(
        "loadAdapter",
        [
            .positional(
                "source", .string,
                "A LoRA's .safetensors of diffusers, PEFT or kohya's scripts, a folder of PEFT's with an OFT or a LoRA, or owner/name of the hub."),
            nameParameter,
        ], result: .object("Adapter"),
        "Reads an adapter that was learnt before, here or with another tool. Every key of the file must belong to a layer of the model; those that don't are listed."
    ) { model, call in
        .object(AdapterObject(try model.loadAdapter(call.string("source"), name: call.value("name")?.asString)))
    }

    static let merge = ModelVerb(
        "merge", [.positional("adapters", .oneOrMany(.object("Adapter")), "One adapter or several, each times a number if it is to count less.")],
        "Changes the model's own weights as adapters would, for good: it is then drawn, trained and saved with them. `model.reset()` brings the checkpoint's weights back."
    ) { model, call in
        try model.merge(call.adapters("adapters"))
        return .nothing
    }

    /// The argument that names adapters for a piece of work.
    static let withParameter = Parameter.named(
        "with", .oneOrMany(.object("Adapter")), default: .list([]), "Adapters that are used, each times a number if it is to count less or more: [a * 0.7, b].")
}

extension Call {
    fileprivate var subject: Subject? { value("subject")?.asObject(SubjectObject.self)?.subject }
}
