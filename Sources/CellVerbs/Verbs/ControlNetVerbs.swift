import CellLanguage
import Diffusion
import Easel
import Personalization

extension Verbs {
    /// What a control picture shows.
    static let controlKind = EnumerationType("ControlKind", "What a control picture shows.", names: ControlKind.allCases.map(\.rawValue))

    var controlNet: NativeFunction {
        .verb(
            "controlNet",
            [
                .positional(
                    "source", .optional(.string),
                    "One to read: a folder, a file (.safetensors, .ckpt, .pth) in diffusers' layout or the original one, or owner/name of the hub; nil for a new one.",
                    default: .nil),
                .named(
                    "from", .optional(.object("Model")), defaultText: "the current model",
                    "The model that it is for; a new one begins as a copy of the first half of its UNet."),
                .named("kinds", .oneOrMany(.enumeration(Self.controlKind)), defaultText: "what the name says", "What its pictures show."),
                .named("variant", .optional(.string), defaultText: "nil", "A variant of a folder's weights, such as \"fp16\"."),
                .named("config", .optional(.string), defaultText: "nil", "For a file: a config.json, or its folder, where shapes don't say all."),
                .named("seed", .int, default: 0, "Of a new one's layers that read the picture.", in: .atLeast(0)),
                .named("name", .optional(.string), defaultText: "the file's, or \"controlNet\"", "What recipes and folders call it."),
            ], result: .object("ControlNet"),
            "Reads a ControlNet for the current model; `sample(…, control: net(picture))` draws with it.\n\nWithout a source: a new one for a model, to be trained on pairs of pictures and controls; the model stays as it is, and the net changes nothing yet."
        ) { [engine] call in
            let model = try call.value("from")?.asObject(ModelObject.self)?.model ?? engine.model()
            let written = call.isGiven("kinds") ? try call.list("kinds").compactMap { $0.asEnumeration.flatMap { ControlKind(rawValue: $0.caseName) } } : nil
            let (kinds, name) = (written.map { Set($0) }, call.value("name")?.asString)
            guard let source = call.value("source")?.asString else {
                return .object(ControlNetObject(try model.controlNet(kinds: kinds ?? [], seed: call.seed("seed") ?? 0, name: name)))
            }
            return .object(
                ControlNetObject(
                    try model.loadControlNet(
                        source, kinds: kinds, variant: call.value("variant")?.asString, config: call.value("config")?.asString, name: name)))
        }
    }
}
