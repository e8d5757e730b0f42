import FoundationEssentials
import Glibc
import NeuralNetworks
import Personalization

/// What became of a run, as its folder says it: so that a run whose process died is found and gone on with.
struct RunState: Codable {
    enum Course: String, Codable {
        case running, finished, stopped
    }

    var course: Course
    /// The process that trains, and a name of it that no later process has.
    var process: Int32 = getpid()
    var processName = Self.ownName

    private static let ownName = UUID().uuidString

    /// Whether this process wrote it: what was learnt is in its memory.
    var isOwn: Bool { processName == Self.ownName }

    /// Whether another process is at it at this moment.
    var isBusyElsewhere: Bool { course == .running && !isOwn && process != getpid() && kill(process, 0) == 0 }
}

/// A run that ended before its time, in a process that is gone.
struct UnfinishedRun {
    /// The run's folder.
    let folder: String
    /// The step of its last checkpoint.
    let step: Int
    let steps: Int

    /// The newest such run of a thing; nil where a later one was finished, or belongs to this process or to one that lives.
    init?(of thing: any Trainable, in runs: String, model: Model) {
        let (label, shape) = (thing.label, thing.parameters.first?.shape ?? [])
        for folder in RunFolder.folders(in: runs, label: label).reversed() {
            guard let state = RunFolder.state(of: folder), state.course != .finished, !state.isOwn, !state.isBusyElsewhere else { return nil }
            guard let newest = RunFolder.newestCheckpoint(in: folder), let saved = try? TrainingCheckpoint.Summary(folder: newest) else { continue }
            guard saved.label == label, saved.shape == shape, saved.foundation == model.foundation(of: thing) else { return nil }
            guard saved.step < saved.settings.steps else { return nil }
            (self.folder, step, steps) = (folder, saved.step, saved.settings.steps)
            return
        }
        return nil
    }
}
