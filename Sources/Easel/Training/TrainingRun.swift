import Diffusion
import FoundationEssentials
import NeuralNetworks
public import Personalization

/// A training run: what it did, where it is kept, and the way back to its earlier steps.
public final class TrainingRun {
    /// What was trained, as it is now.
    public let thing: any Trainable
    public let settings: TrainingSettings
    /// Where settings, losses, checkpoints and previews are.
    public let folder: String
    public internal(set) var history: LossHistory
    /// Seconds spent, previews included, pictures of the class not.
    public internal(set) var seconds = 0.0
    /// The most that tensors took meanwhile, in bytes, the model included.
    public internal(set) var peakBytes: Int?
    /// Whether somebody stopped it before its end.
    public internal(set) var interrupted = false
    /// What was drawn at the steps that `snapshots` named; nil where it named none.
    public internal(set) var snapshots: Snapshots?
    /// The folder of the last checkpoint; nil before there is one.
    public internal(set) var checkpoint: String?
    let model: Model

    init(_ thing: any Trainable, settings: TrainingSettings, folder: String, model: Model) {
        self.thing = thing
        self.settings = settings
        self.folder = folder
        self.model = model
        history = LossHistory(stepCount: settings.steps)
    }

    /// The loss of each step.
    public var losses: [Float] { history.losses }
    /// The losses on fixed noise, in the order they were taken.
    public var validationLosses: [Float] { history.validation.map(\.loss) }
    /// Steps taken.
    public var steps: Int { history.losses.count }

    /// The thing as it was at a checkpoint. Prompts draw it so from now on; `at` with the last step brings that one back.
    ///
    /// - Throws: `EaselError.noCheckpoint`, naming those there are.
    public func at(step: Int) throws -> any Trainable {
        guard checkpointSteps.contains(step) else { throw EaselError.noCheckpoint(step: step, available: checkpointSteps) }
        try model.requireOwn(thing)
        let values = try TrainingCheckpoint.values(in: "\(folder)/checkpoint-\(step)")
        if let token = thing as? Token {
            let earlier = token.with(values: values[0], in: model.diffusion)
            model.install(earlier)
            return earlier
        }
        thing.choose(settings)
        for (parameter, value) in zip(thing.parameters, values) { parameter.update(value) }
        model.diffusion.weightsDidChange()
        return thing
    }

    /// Steps that `at` can go back to.
    public var checkpointSteps: [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("checkpoint-") }.compactMap { Int($0.dropFirst("checkpoint-".count)) }.sorted()
    }
}
