import FoundationEssentials
import Personalization

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
    /// - Parameter steps: another number of them than it was to be; nil for the same.
    /// - Throws: `PersonalizationError.cannotResume`, also where it belongs to another thing; `NeuralNetworksError`.
    func checkpoint(of thing: any Trainable, steps: Int?) throws -> TrainingCheckpoint {
        let folder = try self.folder()
        let saved = try TrainingCheckpoint(folder: folder)
        guard saved.label == thing.label else {
            throw PersonalizationError.cannotResume(path: folder, reason: "it belongs to '\(saved.label)', not to '\(thing.label)'")
        }
        guard let steps, steps != saved.settings.steps else { return saved }
        var settings = saved.settings
        settings.steps = steps
        return TrainingCheckpoint(
            settings: settings, state: saved.state, losses: saved.losses, validationLosses: saved.validationLosses, label: saved.label)
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
