import CellLanguage
import Diffusion
import Easel

extension Verbs {
    /// The arguments of `sample` besides the prompt; `list` makes each of them one or many, for `sweep`.
    static func samplingParameters(list: Bool) -> [Parameter] {
        func type(_ type: ValueType) -> ValueType { list ? .oneOrMany(type) : type }
        return [
            .named("negativePrompt", type(.string), default: "", "What the picture is pushed away from."),
            .named("steps", type(.int), defaultText: "the checkpoint's, or 25", "Steps from noise to picture.", in: .within(1...1000)),
            .named("guidanceScale", type(.double), defaultText: "the checkpoint's, or 7.5", "How strongly the prompt pulls."),
            .named("sampler", type(.enumeration(Choices.sampler)), defaultText: "the checkpoint's, or .pndm", "How noise becomes a picture."),
            .named("seed", type(.int), defaultText: "random, reported", "Of the first picture; the next ones count on.", in: .atLeast(0)),
            .named("width", type(.int), defaultText: "the model's", "Pixels.", in: .within(8...4096)),
            .named("height", type(.int), defaultText: "the model's", "Pixels.", in: .within(8...4096)),
            .named(
                "strength", type(.double),
                defaultText: "\(SamplingArguments.standardStrength), or \(SamplingArguments.standardPaintingStrength) with mask or extend",
                "With from: the share of the steps that is taken; the more, the less of that picture stays.", in: .within(0...1)),
            .named("clipSkip", type(.int), default: 0, "How many of the text model's last layers are left out.", in: .atLeast(0)),
            .named("promptSyntax", type(.enumeration(Choices.promptSyntax)), default: Choices.promptSyntax.value("plain"), "How prompts are read."),
            .named("eta", type(.double), default: 0.0, "How much new noise .ddim adds in every step.", in: .within(0...1)),
            .named(
                "guidanceRescale", type(.double), default: 0.0, "How much of the contrast that guidance adds is taken back.", in: .within(0...1)),
            .named("noise", type(.enumeration(Choices.noise)), default: Choices.noise.value("torch"), "The random generator that a seed means."),
            .named(
                "timestepSpacing", type(.enumeration(Choices.timestepSpacing)), defaultText: "the checkpoint's, or the sampler's",
                "How steps are picked from those of training."),
            .named("prediction", type(.enumeration(Choices.prediction)), defaultText: "the checkpoint's", "What the network answers."),
            .named(
                "zeroTerminalSNR", type(.bool), defaultText: "the checkpoint's", "Whether the noise schedule is shifted to start from noise alone."),
        ]
    }

    /// Pictures to begin from.
    static let fromParameter = Parameter.named(
        "from", .oneOf([.object("ImageGrid"), .object("Image"), .array(.object("Image"))]), defaultText: "noise alone",
        "The picture to begin from, or one for each prompt; its size is the result's.")

    static let sample = ModelVerb(
        "sample",
        [
            .positional("prompt", .oneOrMany(.string), "One prompt or several."),
            .named("count", .int, default: 1, "Pictures a prompt.", in: .within(1...1000)),
        ] + samplingParameters(list: false) + [fromParameter] + repaintingParameters() + controlParameters + [
            withParameter, .named("preview", .bool, default: false, "Shows pictures while they are being drawn."),
        ],
        result: .array(.object("Image")),
        "Draws pictures.\n\nA seed means what torch's CPU generator means, so a published recipe gives the published picture. Image i of a call uses seed + i."
    ) { model, call in
        var arguments = try call.samplingArguments()
        arguments.count = try call.int("count")
        arguments.preview = try call.bool("preview")
        let prompts = try call.list("prompt").compactMap(\.asString)
        for warning in UnknownTokens.warnings(in: prompts + [arguments.negativePrompt], of: model) {
            call.context.output.write("Warning: \(warning)\n", to: .standardError)
        }
        arguments.isGuess = try call.bool("guess")
        let images = try model.sample(prompts, arguments, with: call.adapters("with"), controls: call.controls("control"))
        return .list(images.map { .object(ImageObject($0)) })
    }

    static let recreate = ModelVerb(
        "recreate",
        [
            .positional("file", .string, "A picture with a recipe: Easel's PNG or JPEG, or a web interface's."),
            .named("from", .optional(.object("Image")), defaultText: "nil", "The picture that it began from, where it began from one."),
            .named("mask", .optional(maskType), defaultText: "nil", "What of that picture was painted anew, where a mask said so."),
            .named("control", .oneOrMany(.object("Image")), default: .list([]), "What ControlNets were shown, in order, where they steered it."),
        ], result: .object("Image"),
        "Draws the picture of a file again from the recipe that it carries. What differs from the recipe (model, token, version) is said first; then how far the result is from the file."
    ) { model, call in
        let result = try model.recreate(
            try call.string("file"), from: call.value("from")?.asObject(ImageObject.self)?.image, mask: call.value("mask")?.asMaskArea,
            control: call.drawn("control"))
        let verdict = result.difference == 0 ? "Equal to the file, pixel for pixel." : "Differs from the file by at most \(result.difference) of 255."
        call.context.output.write("\(verdict)\n", to: .standardOutput)
        return .object(ImageObject(result.image))
    }

    static let sigmas = ModelVerb(
        "sigmas",
        [.positional("sampler", .optional(.enumeration(Choices.sampler)), "How noise becomes a picture; nil for the checkpoint's.", default: .nil)]
            + samplingParameters(list: false).filter { ["steps", "timestepSpacing", "zeroTerminalSNR"].contains($0.name) },
        result: .array(.double),
        "The noise that a sampler meets on its way to a picture: how strong it is beside the signal before each evaluation of the network, and after the last one.\n\nThere is one number more than there are evaluations."
    ) { model, call in
        var arguments = SamplingArguments()
        arguments.sampler = try call.choice("sampler")
        arguments.steps = call.optionalInt("steps")
        arguments.details = SamplingDetails { call.value($0) }
        return .list(try model.sigmas(arguments).map { .double($0) })
    }

    static let sourceParameter = Parameter.named(
        "from", .optional(.object("Image")), defaultText: "noise alone", "The picture to begin from; its size is the results'.")

    static let sweep = ModelVerb(
        "sweep",
        [.positional("prompt", .oneOrMany(.string), "One prompt, or a list as one of the axes.")] + samplingParameters(list: true) + [
            sourceParameter
        ] + repaintingParameters(sides: .enumeration(Choices.side)) + controlParameters + [withParameter],
        result: .object("ImageGrid"), "Draws a prompt over one or two arguments of `sample` given as lists: one grid with labelled axes."
    ) { model, call in
        .object(try SweepGrid(model: model, call: call).drawn())
    }
}

extension Call {
    /// The arguments that `sample` and `sweep` share.
    func samplingArguments() throws -> SamplingArguments {
        var arguments = SamplingArguments()
        arguments.negativePrompt = try string("negativePrompt")
        arguments.steps = optionalInt("steps")
        arguments.guidanceScale = optionalDouble("guidanceScale")
        arguments.sampler = try choice("sampler")
        arguments.seed = seed("seed")
        arguments.width = optionalInt("width")
        arguments.height = optionalInt("height")
        arguments.sources = drawn("from")
        arguments.strength = optionalDouble("strength")
        try takeRepainting(into: &arguments)
        arguments.clipSkip = try int("clipSkip")
        arguments.details = SamplingDetails { value($0) }
        return arguments
    }
}

extension SamplingDetails {
    /// The details that arguments give; those that are left out keep their defaults.
    init(_ value: (String) -> Value?) {
        self.init()
        promptSyntax = value("promptSyntax")?.asEnumeration.flatMap { PromptSyntax(rawValue: $0.caseName) } ?? .plain
        eta = value("eta")?.asDouble ?? 0
        guidanceRescale = value("guidanceRescale")?.asDouble ?? 0
        noise = value("noise")?.asEnumeration.flatMap { NoiseStream(rawValue: $0.caseName) } ?? .torch
        timestepSpacing = value("timestepSpacing")?.asEnumeration.flatMap { TimestepSpacing(rawValue: $0.caseName) }
        prediction = value("prediction")?.asPrediction
        zeroTerminalSNR = value("zeroTerminalSNR")?.asBool
    }
}
