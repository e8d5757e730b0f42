import CellLanguage
import Easel
import Personalization

extension Verbs {
    static let compare = ModelVerb(
        "compare",
        [
            .positional("runs", .oneOrMany(.object("TrainingRun")), "What train gave: one run or several, of any method."),
            .required("to", .object("ImageSet"), "Real pictures of the subject."),
            .named("prompts", .oneOrMany(.string), defaultText: "four places", "Templates; {} stands for what was learnt."),
            .named("count", .int, default: 2, "Pictures a prompt.", in: .within(1...100)),
            .named("seed", .int, default: 42, "Of the first picture.", in: .atLeast(0)),
            .named("category", .optional(.string), defaultText: "the subject's, or the token's initializer", "The ordinary word."),
            .named("by", .optional(.enumeration(Choices.likeness)), defaultText: "what is there", "What looks at the pictures."),
        ], result: .object("Comparison"),
        "Draws the same prompts with what each run has learnt and measures: subject and prompt fidelity, prior preservation, diversity, file size, "
            + "trainable numbers, seconds and memory. Sizes that case studies report stand beside those measured."
    ) { model, call in
        let runs = try call.list("runs").compactMap { $0.asObject(TrainingRunObject.self)?.run }
        guard let photos = call.value("to")?.asObject(ImageSetObject.self)?.pictures else { throw call.error("to", "compare needs pictures of the subject") }
        var arguments = ComparisonArguments()
        let prompts = call.value("prompts").map { value in value.asString.map { [$0] } ?? value.asList?.compactMap(\.asString) ?? [] } ?? []
        if !prompts.isEmpty { arguments.prompts = prompts }
        (arguments.count, arguments.seed) = (try call.int("count"), call.seed("seed") ?? 42)
        arguments.category = call.value("category")?.asString
        arguments.measure = try call.choice("by")
        return .object(ComparisonObject(try model.compare(runs, to: photos, arguments)))
    }
}
