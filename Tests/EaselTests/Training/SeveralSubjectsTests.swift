import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import Testing

/// Several subjects in one run, and the average of what is learnt.
@Suite(.serialized) struct SeveralSubjectsTests {
    private var arguments: TrainingArguments {
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.prior, arguments.validateEvery) = (4, 2, .count(5), 0)
        return arguments
    }

    @Test func eachHasItsPicturesAndItsClass() throws {
        let tiny = try EaselTinyModel()
        let subjects = [try tiny.model.subject("sks", category: "cat"), try tiny.model.subject("qzq", category: "bottle")]
        let sets = [try tiny.pictures("moss-cat/single"), try tiny.pictures("tea-bottle/single")]
        let group = try SubjectGroup(subjects)
        let pictures = try group.pictures(sets)
        #expect(pictures.count == sets[0].count + sets[1].count)
        #expect(Set(pictures.elements.map(\.image.prompts)) == [["a photo of sks cat"], ["a photo of qzq bottle"]])
        #expect(group.priorPrompts == ["a photo of a cat", "a photo of a bottle"])
        let run = try tiny.model.train(subjects, on: sets, arguments)
        #expect(run.thing.label == "sks cat, qzq bottle" && run.steps == 4)
        let folders = [try #require(run.settings.priorFolder)] + (try #require(run.settings.otherPriorFolders))
        #expect(try folders.map { try FileManager.default.contentsOfDirectory(atPath: $0).count } == [3, 2])
    }

    @Test func aRunOfSeveralGoesOn() throws {
        func train(_ tiny: EaselTinyModel, resume: TrainingRun? = nil, stopAt step: Int = 4) throws -> TrainingRun {
            let subjects = [try tiny.model.subject("sks", category: "cat"), try tiny.model.subject("qzq", category: "bottle")]
            var arguments = arguments
            arguments.resume = resume.map { .run($0) }
            arguments.onStep = { $0.index < step }
            return try tiny.model.train(subjects, on: [tiny.pictures("moss-cat/single"), tiny.pictures("tea-bottle/single")], arguments)
        }
        let (whole, parts) = (try EaselTinyModel(), try EaselTinyModel())
        let run = try train(whole)
        let rest = try train(parts, resume: try train(parts, stopAt: 2))
        #expect(rest.losses == run.losses && whole.model.hash == parts.model.hash)
    }

    /// With the text model frozen, each subject's word learns, and no other.
    @Test func identifiersLearnTogether() throws {
        func train(_ tiny: EaselTinyModel, resume: TrainingRun? = nil, stopAt step: Int = 4) throws -> TrainingRun {
            let subjects = [try tiny.model.subject("sks", category: "cat"), try tiny.model.subject("qzq", category: "bottle")]
            var arguments = arguments
            (arguments.trainsTextEncoder, arguments.trainsIdentifier, arguments.textLearningRate) = (false, true, 0.05)
            (arguments.resume, arguments.onStep) = (resume.map { .run($0) }, { $0.index < step })
            return try tiny.model.train(subjects, on: [tiny.pictures("moss-cat/single"), tiny.pictures("tea-bottle/single")], arguments)
        }
        let (whole, parts, untouched) = (try EaselTinyModel(), try EaselTinyModel(), try EaselTinyModel())
        let run = try train(whole)
        #expect(run.settings.trainsIdentifier == true && run.steps == 4)
        let pairs = zip(whole.model.diffusion.textModel.parameters, untouched.model.diffusion.textModel.parameters)
        let changed = pairs.filter { $0.value.scalars != $1.value.scalars }
        #expect(changed.map(\.0.path) == ["text_model.embeddings.token_embedding.weight"])
        let (table, before) = try #require(changed.first)
        let rows = Set(zip(table.value.scalars, before.value.scalars).enumerated().filter { $1.0 != $1.1 }.map { $0.offset / table.shape[1] })
        let words = ["sks", "qzq"].map { whole.model.diffusion.tokenizer.tokens(of: $0) }
        #expect(rows == Set(words.flatMap(\.self)) && words[0] != words[1])
        // Each starts with what its category means.
        for (word, category) in [("sks", "cat"), ("qzq", "bottle")] {
            let vectors = [word, category].map { table.value[whole.model.diffusion.tokenizer.tokens(of: $0)[0]].scalars }
            let apart = zip(vectors[0], vectors[1]).map { abs($0 - $1) }.max() ?? 0
            #expect(apart > 0.01 && apart < 0.3, "\(word): \(apart)")
        }
        let rest = try train(parts, resume: train(parts, stopAt: 2))
        #expect(rest.losses == run.losses && whole.model.hash == parts.model.hash)
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let tiny = try EaselTinyModel()
        let (cat, set) = (try tiny.model.subject("sks", category: "cat"), try tiny.pictures("moss-cat/single"))
        let bottle = try tiny.model.subject("qzq", category: "bottle")
        #expect(throws: PersonalizationError.self) { try tiny.model.train([cat], on: [set]) }
        #expect(throws: PersonalizationError.self) { try tiny.model.train([cat, cat], on: [set, set]) }
        #expect(throws: PersonalizationError.self) { try tiny.model.train([cat, bottle], on: [set]) }
        #expect(throws: PersonalizationError.self) { try tiny.model.train([cat, EaselTinyModel().model.subject("qzq", category: "dog")], on: [set, set]) }
        var own = arguments
        own.prior = .pictures(set)
        #expect(throws: EaselError.self) { try tiny.model.train([cat, bottle], on: [set, set], own) }
    }

    /// Prompts draw the average, checkpoints go back to it, and a run that goes on does so from the values.
    @Test func theAverageIsWhatIsDrawn() throws {
        func train(_ tiny: EaselTinyModel, ema: Double?, resume: TrainingRun? = nil, stopAt step: Int = 4) throws -> TrainingRun {
            var arguments = arguments
            (arguments.ema, arguments.checkpointEvery, arguments.resume) = (ema, 1, resume.map { .run($0) })
            arguments.onStep = { $0.index < step }
            return try tiny.model.train(tiny.model.subject("sks", category: "cat"), on: tiny.pictures("moss-cat/single"), arguments)
        }
        let (plain, averaged, parts) = (try EaselTinyModel(), try EaselTinyModel(), try EaselTinyModel())
        let (run, other) = (try train(plain, ema: nil), try train(averaged, ema: 0.9))
        #expect(run.losses == other.losses && plain.model.hash != averaged.model.hash)
        let rest = try train(parts, ema: 0.9, resume: train(parts, ema: 0.9, stopAt: 2))
        #expect(rest.losses == other.losses && parts.model.hash == averaged.model.hash)
        let last = averaged.model.hash
        _ = try other.at(step: 2)
        #expect(averaged.model.hash != last)
        _ = try other.at(step: 4)
        #expect(averaged.model.hash == last)
    }
}
