import CellLanguage
import Easel

/// Every verb, declared once: the checker, completion, inspection, help and the reference page read these declarations.
struct Verbs {
    let engine: EaselSession
    /// What cells have shown.
    let log: OutputLog

    /// Verbs that act on a model.
    private var modelVerbs: [ModelVerb] {
        [
            Self.addToken, Self.loadToken, Self.subject, Self.lora, Self.oft, Self.loadAdapter, Self.merge, Self.trainable, Self.train, Self.compare,
            Self.sample,
            Self.explore, Self.sweep, Self.recreate, Self.verify,
            Self.sigmas, Self.reconstruct,
        ]
    }

    func library(extending library: Library) -> Library {
        let modelType = ModelObject.type(methods: modelVerbs.map(\.method))
        let metamodelType = MetamodelObject.metamodelType(methods: modelVerbs.map(\.method))
        let functions =
            [
                load(modelType: modelType), metamodel(type: metamodelType), metamodels, images, pairs, controlNet, prompts, save, grid, chart, likeness,
                fidelity, promptFidelity, edgeAgreement,
                diversity, priorPreservation, loadEncoder, difference, manifest,
                last(beside: false),
            ]
            + detectors + modelVerbs.map { $0.function(of: engine) }
        let library = library.adding(
            functions: functions,
            objects: [
                modelType, metamodelType, AllocationObject.type, TokenObject.type, SubjectObject.type, AdapterObject.type, ControlNetObject.type,
                ControlObject.type, ImageObject.type,
                ImageSetObject.type, TrainingRunObject.type, GridObject.type,
                ChartObject.type, TableObject.type,
                HelpObject.type, ManifestObject.type, VerificationObject.type, ComparisonObject.type,
            ], enumerations: Choices.all + [Self.controlKind], announced: Self.networkDetectors)
        return library.adding(functions: [HelpVerb.function(over: library)])
    }

    /// What cells can name that run beside the session's: whatever needs no model and changes nothing.
    func lookingLibrary(extending library: Library) -> Library {
        let full = self.library(extending: library)
        let engineVerbs = Set(full.functions.keys).subtracting(library.functions.keys).subtracting(["chart", "help", "last"])
        let refusals = engineVerbs.map { ($0, "\($0) works in the main shell only; here, beside it, values can be read") }
        return library.adding(
            functions: [chart, last(beside: true), HelpVerb.function(over: full)], objects: Array(full.objects.values),
            enumerations: Choices.all + [Self.controlKind],
            announced: Dictionary(uniqueKeysWithValues: refusals))
    }
}

extension Library {
    /// This library with the verbs of an engine session.
    func addingVerbs(of engine: EaselSession, log: OutputLog) -> Library { Verbs(engine: engine, log: log).library(extending: self) }

    /// This library with the verbs that only look, for cells beside a session's.
    func addingLookingVerbs(of engine: EaselSession, log: OutputLog) -> Library { Verbs(engine: engine, log: log).lookingLibrary(extending: self) }
}
