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
                .named("from", .optional(.object("Model")), defaultText: "the current model", "The model whose first half it begins as a copy of."),
                .named("kinds", .oneOrMany(.enumeration(Self.controlKind)), default: .list([]), "What its pictures are going to show."),
                .named("seed", .int, default: 0, "Of the layers that read the picture.", in: .atLeast(0)),
                .named("name", .optional(.string), defaultText: "\"controlNet\"", "What recipes and folders call it."),
            ], result: .object("ControlNet"),
            "A new ControlNet for a model, to be trained on pairs of pictures and controls; the model stays as it is, and the net changes nothing yet."
        ) { [engine] call in
            let model = try call.value("from")?.asObject(ModelObject.self)?.model ?? engine.model()
            let kinds = try call.list("kinds").compactMap { $0.asEnumeration.flatMap { ControlKind(rawValue: $0.caseName) } }
            return .object(
                ControlNetObject(try model.controlNet(kinds: Set(kinds), seed: call.seed("seed") ?? 0, name: call.value("name")?.asString)))
        }
    }
}
