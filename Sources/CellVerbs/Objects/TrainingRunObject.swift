import CellLanguage
import Easel
import Foundation
import Personalization

/// A training run in a cell.
final class TrainingRunObject: CellObject, Displayable {
    static let type = ObjectType(
        "TrainingRun", "What a training run did, and the way back to its earlier steps.",
        properties: [
            .init("losses", .array(.double), "The loss of each step."),
            .init("validationLosses", .array(.double), "The losses on fixed noise: the curve that means something."),
            .init("steps", .int, "Steps taken."), .init("seconds", .double, "Seconds spent, previews included."),
            .init("checkpoint", .optional(.string), "The folder of the last checkpoint."),
            .init("checkpoints", .array(.int), "Steps that `at` can go back to."),
            .init("snapshots", .optional(.object("ImageGrid")), "What was drawn at the steps that `snapshots:` named."),
            .init("interrupted", .bool, "Whether it was stopped before its end."), .init("folder", .string, "Settings, losses.csv, checkpoints, previews."),
        ],
        methods: [
            NativeFunction(
                "at", [.required("step", .int, "A step with a checkpoint.", in: .atLeast(1))], result: Verbs.trainableThings,
                "The thing as it was at a checkpoint. Prompts draw it so from now on; `at` with the last step brings that one back."
            ) { call in
                let object = try call.receiver(as: TrainingRunObject.self)
                return try call.translatingErrors {
                    let thing = try object.run.at(step: call.int("step"))
                    return .object((thing as? Token).map { TokenObject($0) } ?? object.trained)
                }
            }
        ], isSteady: true)

    let run: TrainingRun
    /// What was trained, as the cell gave it.
    let trained: any CellObject

    init(_ run: TrainingRun, of trained: any CellObject) {
        self.run = run
        self.trained = trained
    }

    var cellType: ObjectType { Self.type }

    var cellDescription: String {
        let end = run.validationLosses.last.map { ", loss on fixed noise \(Self.rounded(run.validationLosses[0])) → \(Self.rounded($0))" } ?? ""
        let state = run.interrupted ? " (interrupted)" : ""
        return
            "TrainingRun of \(run.thing.label): \(run.steps) of \(run.settings.steps) steps\(state) in \(Duration.text(run.seconds))\(end), kept in \(run.folder)"
    }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "losses": .list(run.losses.map { .double(Double($0)) })
        case "validationLosses": .list(run.validationLosses.map { .double(Double($0)) })
        case "steps": .int(run.steps)
        case "seconds": .double(run.seconds)
        case "checkpoint": run.checkpoint.map { Value.string($0).wrapped } ?? .nil
        case "checkpoints": .list(run.checkpointSteps.map { .int($0) })
        case "snapshots": run.snapshots.map { Value.object(GridObject($0.grid, images: $0.rows.flatMap { $0.images.joined() })).wrapped } ?? .nil
        case "interrupted": .bool(run.interrupted)
        default: .string(run.folder)
        }
    }

    var bundle: DisplayBundle { DisplayBundle(text: cellDescription) }

    private static func rounded(_ loss: Float) -> String { String(format: "%.4f", loss) }
}
