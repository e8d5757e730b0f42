import CellLanguage
import Easel

/// Every verb, declared once: the checker, completion, inspection, help and the reference page read these declarations.
struct Verbs {
    let engine: EaselSession

    /// Verbs that act on a model.
    private var modelVerbs: [ModelVerb] {
        [Self.addToken, Self.loadToken, Self.trainable, Self.train, Self.sample, Self.sweep, Self.recreate, Self.sigmas]
    }

    func library(extending library: Library) -> Library {
        let modelType = ModelObject.type(methods: modelVerbs.map(\.method))
        let functions = [load(modelType: modelType), images, prompts, save, grid, chart, likeness, difference] + modelVerbs.map { $0.function(of: engine) }
        let library = library.adding(
            functions: functions,
            objects: [
                modelType, TokenObject.type, ImageObject.type, ImageSetObject.type, TrainingRunObject.type, GridObject.type, ChartObject.type, TableObject.type,
                HelpObject.type,
            ], enumerations: Choices.all, announced: Self.announced)
        return library.adding(functions: [HelpVerb.function(over: library)])
    }

    /// Verbs of later versions, refused by name until then.
    private static let announced: [String: String] = {
        let names = ["subject", "lora", "oft", "metamodel", "controlNet", "canny"]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, "\($0) is not in this version of Easel yet") })
    }()
}

extension Library {
    /// This library with the verbs of an engine session.
    func addingVerbs(of engine: EaselSession) -> Library { Verbs(engine: engine).library(extending: self) }
}
