import CellLanguage
import Easel
import Foundation
import NeuralNetworks
import Personalization

extension Verbs {
    private static let courseParameters: [CellLanguage.Parameter] = [
        .named("steps", .optional(.int), defaultText: "the checkpoint's, or 500", "Optimizer steps.", in: .atLeast(1)),
        .named("epochs", .optional(.int), defaultText: "nil", "Passes over the pictures, in place of steps.", in: .atLeast(1)),
        .named(
            "batchSize", .optional(.int), defaultText: "the checkpoint's, or 4 (1 for models of SD's size)", "Pictures a forward pass.", in: .within(1...1024)),
        .named("learningRate", .optional(.double), defaultText: "the checkpoint's, or the method's", "Of the optimizer.", in: .above(0)),
        .named("schedule", .optional(.enumeration(Choices.schedule)), defaultText: ".constant", "The course of the learning rate."),
        .named("cycles", .optional(.int), defaultText: "1", "How often .cosineWithRestarts starts.", in: .within(1...1000)),
        .named("power", .optional(.double), defaultText: "1", "The exponent of .polynomial.", in: .above(0)),
        .named(
            "warmup", .optional(.int), defaultText: "0", "Steps over which the rate grows from 0; alone it makes the schedule .constantWithWarmup.",
            in: .atLeast(0)),
        .named("gradientAccumulation", .optional(.int), defaultText: "1", "Forward passes whose gradients make one step.", in: .within(1...1024)),
        .named("optimizer", .optional(.enumeration(Choices.optimizer)), defaultText: ".adamW", "What turns gradients into steps."),
        .named("weightDecay", .optional(.double), defaultText: "0.01", "Of AdamW.", in: .within(0...1)),
        .named("epsilon", .optional(.double), defaultText: "1e-8", "Of AdamW.", in: .above(0)),
        .named("clipNorm", .optional(.double), defaultText: "nil", "The norm that gradients are scaled down to.", in: .above(0)),
        .named(
            "checkpointing", .enumeration(Choices.checkpointing), default: Choices.checkpointing.value("auto"),
            "Whether what gradients need is kept or computed a second time."),
        .named("preset", .optional(.enumeration(Choices.preset)), defaultText: "nil", "Settings that belong together; single arguments win."),
        .named("seed", .optional(.int), defaultText: "0", "Of every random choice.", in: .atLeast(0)),
    ]

    private static let methodParameters: [CellLanguage.Parameter] = [
        .named(
            "priorImages", .optional(.oneOf([.int, .object("ImageSet")])), defaultText: "200 for a subject",
            "Pictures of the class, drawn before training and kept; or your own, topped up to 200. 0 for none."),
        .named("priorWeight", .optional(.double), defaultText: "1", "What the class counts beside the subject.", in: .within(0...100)),
        .named("trainTextEncoder", .optional(.bool), defaultText: "the checkpoint's, or false", "Whether the text model learns too, for a subject or a model."),
        .named(
            "trainIdentifier", .optional(.bool), defaultText: "the checkpoint's, or false",
            "Whether a subject's identifier learns while the text model and all other words stay."),
        .named(
            "textLearningRate", .optional(.double), defaultText: "the checkpoint's, or learningRate (for an identifier 5e-4 × batch)",
            "Of the text model or the identifier, where they learn.", in: .above(0)),
        .named(
            "snrGamma", .optional(.double), defaultText: "the checkpoint's, or all timesteps alike",
            "Weighs timesteps by signal-to-noise ratio, at most this; 5 is usual, .infinity is all alike.", in: .above(0)),
        .named(
            "noiseOffset", .optional(.double), defaultText: "0", "A shift of whole channels in the noise, for darker and brighter pictures; 0.1 is usual.",
            in: .within(0...1)),
        .named(
            "ema", .optional(.double), defaultText: "nil",
            "How much of the average of what was learnt each step keeps; 0.999 is usual for long runs. The average is what is drawn and saved.", in: .above(0)),
        .named(
            "emptyPrompts", .optional(.double), defaultText: "0.5 for a control net", "The share of uses in which a pair stands without words.",
            in: .within(0...1)),
        withParameter,
        .named("snapshots", .array(.int), default: .list([]), "Steps that are drawn and measured, and can be gone back to with `at`."),
    ]

    private static let watchingParameters: [CellLanguage.Parameter] = [
        .named("preview", .oneOrMany(.string), default: .list([]), "Prompts of the pictures that are drawn on the way; {} stands for what is learnt."),
        .named("previewEvery", .int, default: 50, "Steps from one preview to the next.", in: .atLeast(1)),
        .named("previewCount", .int, default: 3, "Pictures a prompt.", in: .within(1...16)),
        .named("previewSeed", .int, default: 1337, "The same for every preview, so that only what is learnt makes a difference.", in: .atLeast(0)),
        .named("previewSteps", .int, default: 25, "Sampling steps of previews.", in: .within(1...1000)),
        .named("validateEvery", .int, default: 50, "Steps from one loss on fixed noise to the next; 0 for never.", in: .atLeast(0)),
        .named("checkpointEvery", .int, default: 100, "Steps from one checkpoint to the next.", in: .atLeast(1)),
        .named("resume", .oneOf([.object("TrainingRun"), .string]), defaultText: "nil", "A run, or its folder, to go on from."),
        .named("like", .object("TrainingRun"), defaultText: "nil", "A run whose settings are taken where nothing else is said."),
        .named(
            "onStep", .function([.tuple([.init("step", .int), .init("loss", .double), .init("learningRate", .double)])], .any), defaultText: "nil",
            "Called after every step with step, loss and learningRate; false ends the run."),
    ]

    static let train = ModelVerb(
        "train",
        [
            .positional("thing", .oneOrMany(trainableThings), "What is taught; what it is chooses the method. Several subjects learn in one run."),
            .required("on", .oneOrMany(.object("ImageSet")), "The pictures; of several subjects a list, one set each."),
        ] + courseParameters + methodParameters + watchingParameters, result: .object("TrainingRun"),
        "Teaches a thing from pictures, showing progress, losses and previews.\n\nAn interrupt keeps what was learnt. Training the same thing again goes on from where it stands; `thing.reset()` starts over."
    ) { model, call in
        let (objects, sets) = (try call.things("thing"), try call.list("on").compactMap { $0.asObject(ImageSetObject.self)?.pictures })
        let arguments = try call.trainingArguments()
        guard let object = objects.first else { throw call.error("thing", "'thing' of train must be something to teach, not an empty list") }
        guard objects.count == 1 else { return try call.trainTogether(objects, on: sets, arguments, model) }
        guard let pictures = sets.first, sets.count == 1 else {
            throw call.error("on", "'on' of train must be one set of pictures for one thing, not \(sets.count): sets join with +")
        }
        let thing = object.thing
        let (run, isStopped) = try call.withStopButton(in: model.session) { try model.train(thing, on: pictures, arguments) }
        return try call.result(run, of: object.object, isStopped: isStopped)
    }
}

extension Call {
    /// Several subjects in one run.
    fileprivate func trainTogether(
        _ things: [(thing: any Trainable, object: any CellObject)], on sets: [ImageSet], _ arguments: TrainingArguments, _ model: Model
    ) throws -> Value {
        let subjects = things.compactMap { $0.thing as? Subject }
        guard subjects.count == things.count, let first = things.first else { throw error("thing", "only subjects can be taught together") }
        let (run, isStopped) = try withStopButton(in: model.session) { try model.train(subjects, on: sets, arguments) }
        return try result(run, of: first.object, isStopped: isStopped)
    }

    fileprivate func result(_ run: TrainingRun, of object: any CellObject, isStopped: Bool) throws -> Value {
        let value = Value.object(TrainingRunObject(run, of: object))
        guard !run.interrupted || isStopped else { throw CellError.interruption(keeping: value) }
        return value
    }

    /// Trains beside a button that ends it like its last step, where the front end has buttons.
    fileprivate func withStopButton(in session: EaselSession, _ train: () throws -> TrainingRun) throws -> (run: TrainingRun, isStopped: Bool) {
        guard let output = (context.output as? OutputAdapter)?.output, output.hasControls else { return (try train(), false) }
        let (button, id) = (StopButton(), "easel-stop-\(UUID().uuidString.prefix(8))")
        guard output.display(button, id: id) else { return (try train(), false) }
        defer { output.update(button.isPressed ? .note("Stopped by the button; what was learnt is kept.") : .nothing, id: id) }
        return (try session.stoppable(by: { button.isPressed }, train), button.isPressed)
    }

    fileprivate func trainingArguments() throws -> TrainingArguments {
        var arguments = TrainingArguments()
        arguments.steps = optionalInt("steps")
        arguments.epochs = optionalInt("epochs")
        arguments.batchSize = optionalInt("batchSize")
        arguments.learningRate = optionalDouble("learningRate")
        arguments.schedule = try schedule()
        (arguments.cycles, arguments.power, arguments.warmup) = (optionalInt("cycles"), optionalDouble("power"), optionalInt("warmup"))
        arguments.gradientAccumulation = optionalInt("gradientAccumulation")
        arguments.weightDecay = optionalDouble("weightDecay")
        arguments.epsilon = optionalDouble("epsilon")
        arguments.clipNorm = optionalDouble("clipNorm")
        arguments.optimizer = value("optimizer")?.asEnumeration.flatMap { .init(rawValue: $0.caseName) }
        arguments.prior = value("priorImages").flatMap { value in
            value.asObject(ImageSetObject.self).map { .pictures($0.pictures) } ?? value.asInt.map { .count($0) }
        }
        arguments.priorWeight = optionalDouble("priorWeight")
        arguments.trainsTextEncoder = value("trainTextEncoder")?.asBool
        arguments.trainsIdentifier = value("trainIdentifier")?.asBool
        arguments.textLearningRate = optionalDouble("textLearningRate")
        arguments.snrGamma = optionalDouble("snrGamma")
        arguments.noiseOffset = optionalDouble("noiseOffset")
        arguments.ema = optionalDouble("ema")
        arguments.emptyPrompts = optionalDouble("emptyPrompts")
        arguments.snapshots = try list("snapshots").compactMap(\.asInt)
        arguments.checkpointing = try choice("checkpointing") ?? .auto
        arguments.preset = try choice("preset")
        arguments.seed = seed("seed")
        arguments.preview = try list("preview").compactMap(\.asString)
        arguments.previewEvery = try int("previewEvery")
        arguments.previewCount = try int("previewCount")
        arguments.previewSeed = seed("previewSeed") ?? 1337
        arguments.previewSteps = try int("previewSteps")
        arguments.validateEvery = try int("validateEvery")
        arguments.checkpointEvery = try int("checkpointEvery")
        arguments.resume = resumption
        arguments.adapters = try adapters("with")
        arguments.like = value("like")?.asObject(TrainingRunObject.self)?.run
        arguments.onStep = stepClosure
        return arguments
    }

    private var resumption: TrainingArguments.Resumption? {
        guard let value = value("resume") else { return nil }
        return value.asObject(TrainingRunObject.self).map { .run($0.run) } ?? value.asString.map { .folder($0) }
    }

    private var stepClosure: ((TrainingStep) throws -> Bool)? {
        guard let function = value("onStep")?.asFunction else { return nil }
        return { step in
            let argument = Value.labelled([
                "step": .int(step.index), "loss": .double(Double(step.loss)), "learningRate": .double(step.learningRate),
            ])
            return try invoke(function, [argument]).asBool ?? true
        }
    }

    /// The engine's raw values are diffusers' names; cells write Swift's.
    private func schedule() throws -> LearningRateSchedule.Shape? {
        guard let written = value("schedule")?.asEnumeration else { return nil }
        let shapes: [String: LearningRateSchedule.Shape] = [
            "constant": .constant, "constantWithWarmup": .constantWithWarmup, "linear": .linear, "cosine": .cosine,
            "cosineWithRestarts": .cosineWithRestarts, "polynomial": .polynomial,
        ]
        return shapes[written.caseName]
    }
}
