import Easel
import Foundation
import Personalization
import Testing

/// A run whose kernel was killed is offered to be gone on with.
@Suite(.serialized) struct UnfinishedRunTests {
    private let runs = FileManager.default.temporaryDirectory.appending(path: "easel-runs-\(UUID().uuidString)").path

    /// Trains four steps in a session of its own; the notes that the person saw.
    private func train(vectors: Int = 1, resume: String? = nil, stopAt step: Int = 4) throws -> (notes: [String], run: TrainingRun) {
        let tiny = try EaselTinyModel()
        tiny.session.runsFolder = runs
        var notes: [String] = []
        tiny.session.onEvent = { if case .note(let text) = $0 { notes.append(text) } }
        let token = try tiny.model.addToken("<moss>", initializer: "cat", vectors: vectors)
        var arguments = TrainingArguments()
        (arguments.steps, arguments.checkpointEvery, arguments.validateEvery) = (4, 1, 0)
        arguments.resume = resume.map { .folder($0) }
        arguments.onStep = { $0.index < step }
        let run = try tiny.model.train(token, on: try tiny.pictures("moss-cat/single"), arguments)
        return (notes, run)
    }

    /// As if the process that wrote the folder had been killed.
    private func kill(_ run: TrainingRun) throws {
        let text = "{\"course\":\"running\",\"process\":\(Int32.max),\"processName\":\"another\"}"
        try Data(text.utf8).write(to: URL(filePath: "\(run.folder)/run.json"))
    }

    /// The tenth comes after the ninth.
    @Test func aFolderIsGoneOnWithFromItsNewestCheckpoint() throws {
        defer { try? FileManager.default.removeItem(atPath: runs) }
        let tiny = try EaselTinyModel()
        tiny.session.runsFolder = runs
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        var (arguments, seen) = (TrainingArguments(), [Int]())
        (arguments.steps, arguments.batchSize, arguments.checkpointEvery, arguments.validateEvery) = (11, 1, 1, 0)
        arguments.onStep = { step in
            seen.append(step.index)
            return step.index != 10
        }
        let run = try tiny.model.train(token, on: try tiny.pictures("moss-cat/single"), arguments)
        arguments.resume = .folder(run.folder)
        _ = try tiny.model.train(token, on: try tiny.pictures("moss-cat/single"), arguments)
        #expect(seen == Array(1...11))
    }

    /// As many, so that nothing else would show it; found where they lie or elsewhere, the same ones are the same.
    @Test func otherPicturesThanTheRunBeganWithAreWarnedOf() throws {
        defer { try? FileManager.default.removeItem(atPath: runs) }
        let tiny = try EaselTinyModel()
        tiny.session.runsFolder = runs
        var warnings: [String] = []
        tiny.session.onEvent = { if case .warning(let text) = $0 { warnings.append(text) } }
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        let pictures = try tiny.pictures("moss-cat/single")
        let images = pictures.elements.map(\.image)
        func moved(_ prompts: [String]? = nil, crop: Crop = .center) throws -> ImageSet {
            try ImageSet(images.map { PromptedImage(bitmap: $0.bitmap, source: "elsewhere", prompts: prompts ?? $0.prompts) }, crop: crop)
        }
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.checkpointEvery, arguments.validateEvery) = (2, 1, 1, 0)
        let run = try tiny.model.train(token, on: pictures, arguments)
        for (set, isOther) in [
            (try moved(), false), (try ImageSet(images.reversed()), true), (try moved(["a drawing of {}"]), true), (try moved(crop: .none), true),
        ] {
            warnings = []
            arguments.resume = .folder("\(run.folder)/checkpoint-1")
            _ = try tiny.model.train(token, on: set, arguments)
            #expect(warnings.contains { $0.contains("not the pictures that the run was trained on") } == isOther, "\(warnings)")
        }
    }

    @Test func aKilledRunIsOfferedAndGoneOnWith() throws {
        defer { try? FileManager.default.removeItem(atPath: runs) }
        let (first, run) = try train(stopAt: 2)
        #expect(!first.contains { $0.contains("resume:") })
        #expect(try !train(stopAt: 1).notes.contains { $0.contains("resume:") }, "what this process learnt is in its memory")
        try FileManager.default.removeItem(atPath: "\(runs)/moss-002")
        try kill(run)
        #expect(try !train(vectors: 2, stopAt: 1).notes.contains { $0.contains("resume:") }, "another shape")
        try FileManager.default.removeItem(atPath: "\(runs)/moss-002")
        let offered = try train(stopAt: 1)
        let offer = try #require(offered.notes.first { $0.contains("resume:") })
        #expect(offer.contains("step 2 of 4") && offer.contains("resume: \"\(run.folder)\""), "\(offer)")
        try kill(offered.run)
        let rest = try train(resume: run.folder)
        #expect(rest.run.steps == 4 && !rest.notes.contains { $0.contains("ended at step") })
        #expect(try !train().notes.contains { $0.contains("ended at step") }, "a later run came to its end")
    }
}
