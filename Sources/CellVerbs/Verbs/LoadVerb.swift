import CellLanguage
import Diffusion
import Easel
import NeuralNetworks
import Personalization

extension Verbs {
    /// `load` makes the current model, so it is the one verb that gives models their methods.
    func load(modelType: ObjectType) -> NativeFunction {
        .verb(
            "load",
            [
                .positional(
                    "source", .string, "A built-in name, a folder, a single file (.safetensors, .ckpt), or owner/name of the hub."),
                .named("variant", .optional(.string), defaultText: "nil", "A variant of the weights: \"fp16\" in a folder, \"ema\" in a single file."),
                .named("revision", .optional(.string), defaultText: "nil", "Of a hub repository."),
                .named("vae", .optional(.string), defaultText: "nil", "Another autoencoder: a folder, a file, or owner/name of the hub."),
                .named("config", .optional(.string), defaultText: "nil", "For a single file: a folder with its configurations and tokenizer."),
                .named(
                    "prediction", .optional(.enumeration(Choices.prediction)), defaultText: "the file's",
                    "What the UNet of a single file predicts, where the file can't tell."),
                .named("precision", .enumeration(Choices.precision), default: Choices.precision.value("float32"), "How weights are kept."),
            ], result: .object("Model"),
            "Loads a model and makes it the current one.\n\nEvery verb acts on the current model; it is also a method of every model."
        ) { [engine] call in
            let model = try engine.load(
                call.string("source"), variant: call.value("variant")?.asString, revision: call.value("revision")?.asString,
                vae: call.value("vae")?.asString, config: call.value("config")?.asString,
                prediction: call.value("prediction")?.asPrediction, precision: call.choice("precision") ?? .float32)
            let object = ModelObject(model, type: modelType)
            try call.context.output.display(.object(ModelCard(model)))
            return .object(object)
        }
    }
}

/// What `load` shows of a model.
final class ModelCard: CellObject, Displayable {
    private static let type = ObjectType("ModelCard", "What a model is.")
    private let model: Model

    init(_ model: Model) { self.model = model }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { bundle.text }
    func cellProperty(_ name: String) throws -> Value { .nil }

    var bundle: DisplayBundle {
        let title = "\(model.name) — \(model.kind)"
        return DisplayBundle(text: "\(title)\n\(TextTable.text(rows: rows))", html: "<b>\(HTML.escaped(title))</b>" + HTML.table(rows: rows))
    }

    private var rows: [[String]] {
        let parts = model.diffusion
        let count = { (parameters: Int) in Self.grouped(parameters) }
        let defaults = model.settings(SamplingArguments())
        let source = model.recommended == Recommendations() ? "Easel's" : "the checkpoint's own (easel.json)"
        return [
            ["pictures", "\(model.size)×\(model.size)"], ["parameters", count(model.parameterCount)],
            [
                "text model",
                "\(parts.textModel.configuration.layerCount) layers of \(parts.textModel.configuration.hiddenSize), \(parts.tokenizer.maximumLength) tokens",
            ],
            ["prediction", parts.noiseSchedule.predictionType.rawValue],
            [
                "defaults", "\(defaults.steps) steps of .\(defaults.sampler.rawValue), guidanceScale \(defaults.guidanceScale) (\(source))",
            ], ["from", Resources.holds(parts.files.path) ? "built in" : parts.files.path],
        ] + training + parts.notes.map { ["note", $0] }
    }

    private var training: [[String]] {
        let methods = TrainingMethod.allCases.compactMap { method in model.recommended.training[method].map { (method.name, $0) } }
        let lessons = model.recommended.lessons.map { [("metamodel", $0)] } ?? []
        return (methods + lessons).map { name, recommended in
            let values = [
                recommended.steps.map { "\($0) steps" }, recommended.batchSize.map { "batches of \($0)" },
                recommended.learningRate.map { "learning rate \($0)" }, recommended.schedule.map { ".\($0.rawValue)" },
                recommended.trainsTextEncoder.map { $0 ? "text model too" : "text model frozen" },
                recommended.trainsIdentifier.flatMap { $0 ? "identifier learns" : nil },
                recommended.snrGamma.map { "snrGamma \($0)" },
            ].compactMap { $0 }
            return [name, values.joined(separator: ", ")]
        }
    }

    /// 1234567 as 1,234,567.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return String(digits.indices.flatMap { index in (index > 0 && (digits.count - index).isMultiple(of: 3) ? [","] : []) + [digits[index]] })
    }
}
