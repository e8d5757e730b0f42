import CellLanguage
import Diffusion
import Easel
import Personalization

/// The choices that verbs offer, as enumerations of the cell language; names are the engine's own.
enum Choices {
    static let sampler = EnumerationType(
        "Sampler", "How noise becomes a picture.",
        cases: SamplerName.allCases.map { .init($0.rawValue, $0.webName.map { "In web interfaces: \($0)." } ?? "") })
    static let precision = EnumerationType(
        "Precision", "How weights are kept.",
        cases: [
            .init("float32", "As they are computed with."),
            .init("bfloat16", "Rounded, in half of the memory, with what training keeps for its gradients; what is taught stays float32."),
            .init("float16", "Not in this version yet."),
        ])
    static let templates = EnumerationType(
        "Prompts", "Prompts for pictures that have none of their own.",
        cases: [
            .init("object", "Single things."), .init("group", "Several of a thing."), .init("style", "A style."),
            .init("captions", "A .txt file beside each picture."),
        ])
    static let crop = EnumerationType(
        "Crop", "How a picture becomes the model's square, or stays oblong.",
        cases: [
            .init("center", "The largest square from the middle."),
            .init(
                "random", "A square anywhere, another one each time.",
                parameters: [.named("area", .closedRange(.double), defaultText: "0.8...1", "Its share of the largest square's area.")]),
            .init("none", "The whole picture, squeezed."),
            .init("buckets", "The middle, in the shape nearest to the picture's own, of about the square's area; batches are of one shape each."),
        ])
    static let backgrounds: [(name: String, colour: RGB)] = [
        ("white", RGB(255, 255, 255)), ("black", RGB(0, 0, 0)), ("gray", RGB(128, 128, 128)), ("red", RGB(214, 48, 49)), ("green", RGB(76, 170, 80)),
        ("blue", RGB(52, 110, 219)),
    ]
    static let background = EnumerationType("Background", "A colour behind a picture that can be seen through.", names: backgrounds.map(\.name))
    static let schedule = EnumerationType(
        "LearningRateSchedule", "The course of the learning rate.",
        names: ["constant", "constantWithWarmup", "linear", "cosine", "cosineWithRestarts", "polynomial"])
    static let optimizer = EnumerationType(
        "Optimizer", "What turns gradients into steps.",
        cases: [.init("adamW", "AdamW."), .init("adamW8bit", "AdamW with moments in eight bits: a quarter of their memory.")])
    static let checkpointing = EnumerationType(
        "GradientCheckpointing", "Whether what gradients need is kept or computed a second time.",
        cases: [
            .init("auto", "Kept, unless memory is short."), .init("on", "Computed a second time: less memory, about two fifths more time, the same numbers."),
            .init("off", "Kept."),
        ])
    static let preset = EnumerationType(
        "Preset", "Settings that belong together. A checkpoint's own learning rate stays, but for .kerasGuide.",
        cases: [
            .init("kerasGuide", "Textual inversion as the KerasCV guide has it: 250 steps a picture, batches of one, 1e-4 along a cosine."),
            .init("face", "DreamBooth: 800 steps of two, 1e-6. Sources report 600 to 1,200 steps."),
            .init("object", "DreamBooth: 400 steps, 2e-6. Sources report 200 to 600 steps, 1e-6 to 2e-6."),
            .init("style", "DreamBooth: 400 steps, 1e-6. Sources report 200 to 600 steps."),
        ])
    static let activationPart = EnumerationType(
        "ActivationPart", "Which part of a convolution's activations is answered.",
        cases: [
            .init("full", "Filter times patch, as ever."), .init("magnitudes", "Their lengths, not the angle between them."),
            .init("angles", "The angle between them, and one length for the whole layer."),
        ])
    static let likeness = EnumerationType("Likeness", "What pictures are compared by.", names: LikenessMeasure.allCases.map(\.rawValue))
    static let promptSyntax = EnumerationType(
        "PromptSyntax", "How prompts are read.",
        cases: [
            .init("plain", "As text; what the model has no room for is left out, with a warning."),
            .init("weighted", "With weights, (word:1.2), [word], BREAK, and of any length, as web interfaces read them."),
        ])
    static let noise = EnumerationType(
        "Noise", "The random generator that a seed means.",
        cases: [
            .init("torch", "PyTorch's on the CPU, which published recipes use."),
            .init("philox", "PyTorch's on a GPU, which web interfaces call GPU or NV noise."),
        ])
    static let timestepSpacing = EnumerationType(
        "TimestepSpacing", "How sampling steps are picked from those of training.", names: TimestepSpacing.allCases.map(\.rawValue))
    static let prediction = EnumerationType(
        "Prediction", "What the network answers.",
        cases: [
            .init("epsilon", "The noise."), .init("velocity", "The velocity: signal times noise less noise times picture."),
            .init("sample", "The picture."),
        ])

    static let scale = EnumerationType(
        "Scale", "How an axis is divided.",
        cases: [
            .init("linear", "Equal steps for equal differences."), .init("logarithmic", "Equal steps for equal factors; leaves out what is not above 0."),
            .init("automatic", "Logarithmic where values differ by more than a factor of 100."),
        ])

    static let modelKind = EnumerationType(
        "ModelKind", "To whom a model that was taught belongs, and whether it goes on learning.",
        cases: [
            .init("meta", "Many subjects, taught by everyone who uses the registry."), .init("privateMeta", "Many subjects of one owner."),
            .init("private", "One subject of one owner: the way to find good settings."), .init("pretrained", "The checkpoint as it came."),
        ])

    static let adapterTarget = EnumerationType(
        "AdapterTarget", "Which layers a LoRA changes.",
        cases: [
            .init("attention", "Queries, keys, values and outputs of all attention in the UNet."),
            .init("crossAttention", "Those of the attention to the prompt alone."),
            .init("feedForward", "The feed-forward parts of the UNet's transformers."),
            .init("projections", "The layers that lead into and out of the UNet's transformers."),
            .init("convolutions", "The convolutions of the UNet's residual blocks and of its changes of size."),
            .init("textEncoder", "Queries, keys, values and outputs in the text encoder."),
        ])

    static let loraFormat = EnumerationType(
        "LoRADialect", "How a LoRA's file names its tensors.",
        cases: [
            .init("diffusers", "As diffusers and PEFT do."), .init("kohya", "As kohya's scripts do; the web interfaces read it, and diffusers too."),
        ])

    static let gradientNorm = EnumerationType(
        "GradientNorm", "The length of a gradient.", cases: [.init("l1", "|x| + |y|, OpenCV's default."), .init("l2", "√(x² + y²).")])
    static let scribbleMethod = EnumerationType(
        "ScribbleMethod", "What strokes are made of.",
        cases: [.init("softEdge", "Ridges of soft edges, drawn thick."), .init("xdog", "Dark sides of a difference of two blurred pictures.")])
    static let normalColours = EnumerationType(
        "NormalColors", "Which colour stands for which direction of a surface.",
        cases: [
            .init("bae", "Red is left, green is up, blue is towards the viewer: NormalBae's, for ControlNet 1.1."),
            .init("midas", "Blue is left, green is up, red is towards the viewer: for ControlNet 1.0."),
        ])

    static let all = [
        gradientNorm, scribbleMethod, normalColours,
        modelKind, sampler, precision, templates, crop, background, schedule, optimizer, preset, likeness, adapterTarget, loraFormat, promptSyntax, noise,
        timestepSpacing, prediction, activationPart, scale, mask, side,
    ]
}

extension Call {
    /// A case of an enumeration whose names are the engine's.
    func choice<Choice: RawRepresentable<String>>(_ name: String, as type: Choice.Type = Choice.self) throws -> Choice? {
        guard let value = value(name), !value.isNil, let written = value.asEnumeration else { return nil }
        guard let choice = Choice(rawValue: written.caseName) else { throw error(name, "'.\(written.caseName)' is not known here") }
        return choice
    }

    /// A number that may have been left out.
    func optionalInt(_ name: String) -> Int? { value(name)?.asInt }
    func optionalDouble(_ name: String) -> Double? { value(name)?.asDouble }

    /// A seed: any whole number from 0.
    func seed(_ name: String) -> UInt64? { value(name)?.asInt.map(UInt64.init) }
}

extension Value {
    /// What a network answers, as one of `Choices.prediction`.
    var asPrediction: PredictionType? {
        asEnumeration.flatMap { written in PredictionType.allCases.first { "\($0)" == written.caseName } }
    }
}
