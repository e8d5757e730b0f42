import FoundationEssentials
import NeuralNetworks
import Personalization
import Tensors

extension TrainingArguments.Resumption {
    /// The folder of the checkpoint that is meant.
    func folder() throws -> String {
        switch self {
        case .run(let run): run.checkpoint ?? run.folder
        case .folder(let path): try Self.newestCheckpoint(in: ModelLocation.expanded(path))
        }
    }

    /// The checkpoint that is meant.
    ///
    /// - Throws: `PersonalizationError.cannotResume`, also where it belongs to another thing or to what a metamodel was before; `NeuralNetworksError`.
    func checkpoint(of thing: any Trainable, in model: Model) throws -> TrainingCheckpoint {
        let folder = try self.folder()
        let saved = try TrainingCheckpoint(folder: folder)
        guard saved.label == thing.label else {
            throw PersonalizationError.cannotResume(path: folder, reason: "it belongs to '\(saved.label)', not to '\(thing.label)'")
        }
        guard saved.foundation == model.foundation(of: thing) else {
            throw PersonalizationError.cannotResume(
                path: folder, reason: "'\(model.name)' does not know the same other subjects as what was trained there, and would forget some")
        }
        thing.choose(saved.settings)
        guard saved.state.values.map(\.shape) == thing.parameters.map(\.shape) else {
            throw PersonalizationError.cannotResume(
                path: folder, reason: "'\(saved.label)' was another there: of another rank, block size or number of vectors, or for other layers")
        }
        return saved
    }

    private static func newestCheckpoint(in folder: String) throws -> String {
        let files = FileManager.default
        guard !files.fileExists(atPath: "\(folder)/state.json") else { return folder }
        guard let newest = RunFolder.newestCheckpoint(in: folder) else {
            throw PersonalizationError.cannotResume(path: folder, reason: "there is no training checkpoint")
        }
        return newest
    }
}

extension TrainingCheckpoint {
    /// The checkpoint of a run that takes another number of steps.
    func taking(steps: Int?) -> TrainingCheckpoint {
        guard let steps else { return self }
        var settings = settings
        settings.steps = steps
        return TrainingCheckpoint(
            settings: settings, state: state, losses: losses, validationLosses: validationLosses, label: label, foundation: foundation,
            pictures: pictures)
    }
}

extension Model {
    /// What a lesson adds to: the metamodel and its last lesson of another subject. Nil for what is learnt elsewhere.
    func foundation(of thing: any Trainable) -> String? {
        guard let metamodel, let subject = thing as? Subject else { return nil }
        let last = metamodel.record.states.last { $0.identifier != subject.identifier }
        return "\(metamodel.record.id) \(last?.digest ?? "as it came")"
    }
}
