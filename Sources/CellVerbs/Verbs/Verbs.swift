import CellLanguage
import Easel

/// Every verb, declared once: the checker, completion, inspection, help and the reference page read these declarations.
struct Verbs {
    let engine: EaselSession

    /// Verbs that act on a model.
    private var modelVerbs: [ModelVerb] {
        [Self.addToken, Self.loadToken, Self.trainable, Self.train, Self.sample, Self.sweep, Self.recreate]
    }

    func library(extending library: Library) -> Library {
        let modelType = ModelObject.type(methods: modelVerbs.map(\.method))
        let functions = [load(modelType: modelType), images, prompts, save, grid, likeness] + modelVerbs.map { $0.function(of: engine) }
        let library = library.adding(
            functions: functions,
            objects: [
                modelType, TokenObject.type, ImageObject.type, ImageSetObject.type, TrainingRunObject.type, GridObject.type, TableObject.type, HelpObject.type,
            ], enumerations: Choices.all)
        return library.adding(functions: [HelpVerb.function(over: library)])
    }
}

extension Library {
    /// This library with the verbs of an engine session.
    func addingVerbs(of engine: EaselSession) -> Library { Verbs(engine: engine).library(extending: self) }
}
