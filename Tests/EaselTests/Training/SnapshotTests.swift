import Easel
import Foundation
import Personalization
import Testing

/// Pictures at chosen steps of a run, and settings that belong together.
@Suite(.serialized) struct SnapshotTests {
    @Test func stepsAreDrawnMeasuredAndKept() throws {
        let tiny = try EaselTinyModel()
        let photos = try tiny.pictures("moss-cat/single")
        var arguments = TrainingArguments()
        (arguments.prior, arguments.steps, arguments.batchSize, arguments.validateEvery) = (.count(0), 4, 2, 0)
        (arguments.snapshots, arguments.preview, arguments.previewCount) = ([2, 4], ["a photo of sks cat", "sks cat at night"], 2)
        arguments.learningRate = 1e-3
        let run = try tiny.model.train(try tiny.model.subject("sks", category: "cat"), on: photos, arguments)
        let snapshots = try #require(run.snapshots)
        #expect(snapshots.rows.map(\.step) == [0, 2, 4])
        #expect(snapshots.prompts == arguments.preview)
        #expect(run.checkpointSteps == [2, 4])
        #expect(FileManager.default.fileExists(atPath: "\(run.folder)/snapshots.png"))
        // A row shows what the model at that step draws.
        _ = try run.at(step: 2)
        var sampling = SamplingArguments()
        (sampling.count, sampling.seed) = (2, arguments.previewSeed)
        let drawn = try tiny.model.sample(["a photo of sks cat"], sampling)
        #expect(drawn.map(\.bitmap) == snapshots.rows[1].images[0].map(\.bitmap))
        #expect(snapshots.rows[1].images[0].map(\.bitmap) != snapshots.rows[0].images[0].map(\.bitmap))
        let row = snapshots.rows[1]
        #expect(try row.fidelity == tiny.session.fidelity(row.images.joined().map(\.bitmap), to: photos.bitmaps))
        let diversities = try row.images.map { try tiny.session.diversity($0.map(\.bitmap)) }
        #expect(row.diversity == (diversities[0] + diversities[1]) / 2)
    }

    @Test func withoutPreviewsFourPlacesAreDrawn() throws {
        let tiny = try EaselTinyModel()
        var arguments = TrainingArguments()
        (arguments.steps, arguments.validateEvery, arguments.snapshots, arguments.previewCount, arguments.previewSteps) = (1, 0, [1], 1, 2)
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        let run = try tiny.model.train(token, on: try tiny.pictures("moss-cat/single"), arguments)
        let snapshots = try #require(run.snapshots)
        #expect(snapshots.prompts.count == 4 && snapshots.prompts.allSatisfy { $0.contains("<moss>") })
        #expect(snapshots.rows.allSatisfy { $0.diversity == nil })
    }

    @Test func presetsGiveStepsAndLeaveTheRateToTheCheckpoint() throws {
        let tiny = try EaselTinyModel()
        var arguments = TrainingArguments()
        (arguments.preset, arguments.prior, arguments.validateEvery) = (.face, .count(0), 0)
        arguments.onStep = { _ in false }
        let subject = try tiny.model.subject("sks", category: "cat")
        let photos = try tiny.pictures("moss-cat/single")
        let face = try tiny.model.train(subject, on: photos, arguments).settings
        #expect(face.steps == 800 && face.batchSize == 2 && face.learningRate == 3e-4)
        (arguments.preset, arguments.steps) = (.object, 7)
        let object = try tiny.model.train(subject, on: photos, arguments).settings
        #expect(object.steps == 7 && object.batchSize == 1)
    }
}
