import Diffusion
import Measures
import Personalization

/// Draws and measures a run's snapshots: the same prompts and seeds at each of the steps, and once before.
struct SnapshotStudio {
    private(set) var snapshots: Snapshots
    private let steps: Set<Int>
    private let model: Model
    private let photos: [Bitmap]
    private let measure: LikenessMeasure
    private let count: Int
    private let seed: UInt64
    private let displayID: Int

    /// - Returns: nil where no snapshots are asked for.
    init?(_ thing: any Trainable, photos: ImageSet, _ arguments: TrainingArguments, model: Model) throws {
        guard !arguments.snapshots.isEmpty else { return nil }
        let chosen = try model.session.encoder(nil)
        let templates = model.size < 256 ? ComparisonArguments().prompts : ["a photo of {}"]
        snapshots = Snapshots(
            prompts: arguments.preview.isEmpty ? templates.map(thing.prompt) : arguments.previewPrompts(of: thing),
            measure: chosen.encoder?.name ?? "histograms of colours")
        (self.model, self.photos, measure) = (model, photos.bitmaps, chosen.measure)
        (count, seed, steps) = (arguments.previewCount, arguments.previewSeed, Set(arguments.snapshots).union([0]))
        displayID = model.session.nextDisplayID()
    }

    /// Adds the row of a step that is to be kept, and shows the sheet so far.
    mutating func take(at step: Int, settings: SamplingSettings, report: (TextToImage.Progress) -> Void) throws {
        guard steps.contains(step) else { return }
        let pictures = snapshots.prompts.flatMap { prompt in
            (0..<count).map { TextToImage.Picture(prompt: prompt, seed: seed &+ UInt64($0)) }
        }
        let images = try model.draw(pictures, settings: settings, report: report)
        let groups = stride(from: 0, to: images.count, by: count).map { Array(images[$0..<($0 + count)]) }
        let session = model.session
        let diversities = try count < 2 ? [] : groups.map { try session.diversity($0.map(\.bitmap), by: measure) }
        snapshots.rows.append(
            .init(
                step: step, images: groups, fidelity: try session.fidelity(images.map(\.bitmap), to: photos, by: measure),
                diversity: diversities.isEmpty ? nil : diversities.reduce(0, +) / Double(diversities.count)))
        session.emit(.snapshots(id: displayID, snapshots))
    }
}
