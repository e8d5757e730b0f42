import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Synchronization
import Tensors
import Testing

/// DreamBooth with the embedded model: the subject is learnt, its class stays, and nothing is lost on the way.
@Suite(.serialized) struct DreamBoothTests {
    /// On a subject that no setting was chosen for.
    @Test func aSubjectIsLearntAndItsClassStays() throws {
        let tiny = try EaselTinyModel()
        let photos = try tiny.pictures("tea-bottle/single")
        let before = try likeness("a photo of a bottle", to: photos, tiny)
        let subject = try tiny.model.subject("sks", category: "bottle")
        var arguments = TrainingArguments()
        (arguments.prior, arguments.steps, arguments.validateEvery) = (.count(32), 250, 250)
        let run = try tiny.model.train(subject, on: photos, arguments)
        #expect(run.settings.trainsTextEncoder == true && run.settings.priorWeight == 1)
        let after = try likeness("a photo of sks bottle", to: photos, tiny)
        let drift = try likeness("a photo of a bottle", to: photos, tiny)
        print("tea-bottle: likeness \(before) before, \(after) after; of the class \(drift); \(run.seconds) s")
        #expect(after > before * 1.3)
        #expect(drift - before < (after - before) / 2)
        try subject.reset()
        #expect(try likeness("a photo of a bottle", to: photos, tiny) == before)
    }

    /// A cell that makes its subject and trains it may run twice.
    @Test func whatItWasTaughtIsNoReasonToWarn() throws {
        let tiny = try EaselTinyModel()
        var warnings: [String] = []
        tiny.session.onEvent = { if case .warning(let text) = $0 { warnings.append(text) } }
        let subject = try tiny.model.subject("sks", category: "cat")
        #expect(warnings.isEmpty)
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.prior, arguments.validateEvery) = (4, 1, .count(0), 0)
        (arguments.trainsIdentifier, arguments.textLearningRate) = (true, 0.5)
        _ = try tiny.model.train(subject, on: try photos(tiny), arguments)
        #expect(try RareIdentifiers(for: "cat", in: tiny.model.diffusion).check("sks").concerns.count == 1, "it means something now")
        _ = try tiny.model.subject("sks", category: "cat")
        #expect(warnings.isEmpty)
        let red = try tiny.model.subject("red", category: "cat")
        #expect(warnings.count == 1)
        _ = try tiny.model.train(red, on: try photos(tiny), arguments)
        warnings = []
        _ = try tiny.model.subject("red", category: "cat")
        #expect(warnings.count == 1, "that prompts use it is as true as before")
    }

    /// With the text model frozen, an identifier that learns changes no prompt that leaves it out.
    @Test func anIdentifierLearnsAlone() throws {
        let (tiny, untouched) = (try EaselTinyModel(), try EaselTinyModel())
        let subject = try tiny.model.subject("sks", category: "cat")
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.prior, arguments.validateEvery) = (3, 1, .count(4), 0)
        (arguments.trainsTextEncoder, arguments.trainsIdentifier, arguments.textLearningRate) = (false, true, 0.05)
        let run = try tiny.model.train(subject, on: try photos(tiny), arguments)
        #expect(run.settings.trainsIdentifier == true && run.settings.textLearningRate == 0.05)
        let pairs = zip(tiny.model.diffusion.textModel.parameters, untouched.model.diffusion.textModel.parameters)
        let changed = pairs.filter { $0.value.scalars != $1.value.scalars }
        #expect(changed.map(\.0.path) == ["text_model.embeddings.token_embedding.weight"])
        let (table, before) = try #require(changed.first)
        let width = table.value.shape[1]
        let rows = Set(zip(table.value.scalars, before.value.scalars).enumerated().filter { $1.0 != $1.1 }.map { $0.offset / width })
        #expect(rows == Set(tiny.model.diffusion.tokenizer.tokens(of: "sks")))
        // It starts with what its category means, and goes on from there.
        func row(_ word: String) -> [Float] { Array(table.value.scalars[(tiny.model.diffusion.tokenizer.tokens(of: word)[0] * width)...].prefix(width)) }
        let apart = zip(row("sks"), row("cat")).map { abs($0 - $1) }.max() ?? 0
        #expect(apart > 0.01 && apart < 0.3)
        arguments.steps = 4
        let whole = try untouched.model.subject("sks", category: "cat")
        _ = try untouched.model.train(whole, on: try photos(untouched), arguments)
        arguments.resume = .run(run)
        _ = try tiny.model.train(subject, on: try photos(tiny), arguments)
        #expect(tiny.model.hash == untouched.model.hash, "what goes on ends where an uninterrupted run ends")
    }

    @Test func onlyASubjectHasAnIdentifier() throws {
        let tiny = try EaselTinyModel()
        var arguments = TrainingArguments()
        arguments.trainsIdentifier = true
        #expect(throws: EaselError.self) { try tiny.model.train(tiny.model.weights, on: try photos(tiny), arguments) }
    }

    @Test func anInterruptedRunGoesOnToTheSameValues() throws {
        let whole = try EaselTinyModel()
        let run = try train(whole, try whole.model.subject("sks", category: "cat"), steps: 6)
        let parts = try EaselTinyModel()
        let stop = Atomic<Bool>(false)
        parts.session.interruption = Interruption { stop.load(ordering: .relaxed) }
        let subject = try parts.model.subject("sks", category: "cat")
        let half = try train(parts, subject, steps: 6) { step in
            // In the middle of a pass over the pictures of the class.
            if step.index == 3 { stop.store(true, ordering: .relaxed) }
            return true
        }
        #expect(half.interrupted && half.steps == 3)
        parts.session.interruption = .never
        var arguments = TrainingArguments()
        arguments.resume = .folder(half.folder)
        let rest = try parts.model.train(subject, on: try photos(parts), arguments)
        #expect(rest.losses == run.losses)
        #expect(parts.model.hash == whole.model.hash)
    }

    /// What is shown before training is what training changes, the checkpoint's recommendations included.
    @Test func itIsSaidWhatWillLearn() throws {
        let tiny = try EaselTinyModel()
        let parts = tiny.model.trainableParts(of: try tiny.model.subject("sks", category: "cat"))
        #expect(parts.filter { $0.trainable > 0 }.map(\.name) == ["vectors of all words", "text model", "UNet"])
        #expect(parts.filter { $0.frozen > 0 }.map(\.name) == ["autoencoder"])
    }

    @Test func picturesOfAClassAreDrawnOnce() throws {
        let tiny = try EaselTinyModel()
        let subject = try tiny.model.subject("sks", category: "cat")
        let folder = try #require(try train(tiny, subject, steps: 1).settings.priorFolder)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(files.count == 4)
        let first = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(files[0])")[.modificationDate] as? Date
        try subject.reset()
        #expect(try train(tiny, subject, steps: 1).settings.priorFolder == folder)
        #expect(try FileManager.default.attributesOfItem(atPath: "\(folder)/\(files[0])")[.modificationDate] as? Date == first)
    }

    /// More pictures of a class than there are: those that are there stay, and only the others are drawn.
    @Test func picturesOfAClassAreToppedUp() throws {
        let tiny = try EaselTinyModel()
        let subject = try tiny.model.subject("sks", category: "cat")
        let folder = try #require(try train(tiny, subject, steps: 1).settings.priorFolder)
        let mark = Image(try Bitmap(width: 64, height: 64, fill: RGB(1, 2, 3)))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) { try mark.write(to: "\(folder)/\(name)") }
        try subject.reset()
        var arguments = TrainingArguments()
        (arguments.prior, arguments.steps, arguments.batchSize, arguments.validateEvery) = (.count(6), 1, 1, 0)
        #expect(try tiny.model.train(subject, on: try photos(tiny), arguments).settings.priorFolder == folder)
        let pictures = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { try Image(path: "\(folder)/\($0)").bitmap }
        #expect(pictures.map { $0 == mark.bitmap } == [true, true, true, true, false, false])
    }

    /// Of one's own pictures that are too few only what is missing is drawn.
    @Test func aPersonsOwnPicturesAreToppedUp() throws {
        let tiny = try EaselTinyModel()
        let own = try ImageSet(Array(repeating: try photos(tiny).elements[0].image, count: 197))
        var arguments = TrainingArguments()
        (arguments.prior, arguments.steps, arguments.batchSize, arguments.validateEvery) = (.pictures(own), 1, 1, 0)
        let run = try tiny.model.train(try tiny.model.subject("sks", category: "cat"), on: try photos(tiny), arguments)
        let folder = try #require(run.settings.priorFolder)
        #expect(try run.settings.priorImages == 200 && FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
    }

    /// One's own pictures of the class may have captions, which are what is learnt then.
    @Test func captionsOfThePriorAreLearnt() throws {
        func loss(_ prompts: EaselSession.Prompts) throws -> Float {
            let tiny = try EaselTinyModel()
            let photo = try tiny.pictures("moss-cat/single", prompts: prompts).elements[0].image
            var arguments = TrainingArguments()
            (arguments.prior, arguments.steps, arguments.batchSize, arguments.validateEvery) = (
                .pictures(try ImageSet(Array(repeating: photo, count: 200))), 1, 1, 0
            )
            return try tiny.model.train(try tiny.model.subject("sks", category: "cat"), on: try photos(tiny), arguments).losses[0]
        }
        let (templates, same, other) = (try loss(.templates(.object)), try loss(.list(["a photo of a cat"])), try loss(.list(["a red car at night"])))
        #expect(templates == same && templates != other)
    }

    /// Previews and checkpoints show what the step has made of the weights, not what it was given.
    @Test func whatIsShownIsWhatTheStepMade() throws {
        let tiny = try EaselTinyModel()
        let subject = try tiny.model.subject("sks", category: "cat")
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.prior, arguments.checkpointEvery, arguments.validateEvery) = (3, 1, .count(0), 1, 1)
        (arguments.preview, arguments.previewEvery, arguments.previewSteps, arguments.learningRate) = (["a photo of sks cat"], 1, 3, 1e-4)
        let run = try tiny.model.train(subject, on: try photos(tiny), arguments)
        var sampling = SamplingArguments()
        (sampling.steps, sampling.seed) = (3, arguments.previewSeed)
        for step in 1...3 {
            _ = try run.at(step: step)
            let shown = try Image(path: "\(run.folder)/previews/step-\(step)-prompt-1-1.png")
            #expect(try tiny.model.sample(arguments.preview, sampling)[0].bitmap == shown.bitmap, "step \(step)")
        }
        #expect(Set(run.validationLosses).count == 4)
    }

    @Test func aPersonsOwnPicturesOfTheClassComeFirst() throws {
        let tiny = try EaselTinyModel()
        let own = try ImageSet(try tiny.pictures("moss-cat/single").elements.map(\.image) + Array(repeating: try photos(tiny).elements[0].image, count: 200))
        var arguments = TrainingArguments()
        (arguments.prior, arguments.steps, arguments.batchSize, arguments.validateEvery) = (.pictures(own), 1, 1, 0)
        let run = try tiny.model.train(try tiny.model.subject("sks", category: "cat"), on: try photos(tiny), arguments)
        #expect(run.settings.priorImages == own.count && run.settings.priorFolder == nil)
    }

    @Test func earlierStepsCanBeTakenBack() throws {
        let tiny = try EaselTinyModel()
        let run = try train(tiny, try tiny.model.subject("sks", category: "cat"), steps: 3) { _ in true }
        let last = tiny.model.hash
        _ = try run.at(step: 2)
        #expect(tiny.model.hash != last)
        _ = try run.at(step: 3)
        #expect(tiny.model.hash == last)
    }

    @Test func aModelIsFineTunedOnCaptions() throws {
        let tiny = try EaselTinyModel()
        let hash = tiny.model.hash
        var arguments = TrainingArguments()
        (arguments.steps, arguments.validateEvery, arguments.learningRate) = (2, 1, 1e-4)
        let run = try tiny.model.train(tiny.model.weights, on: try photos(tiny), arguments)
        #expect(run.settings.priorImages == nil && tiny.model.hash != hash)
        try tiny.model.reset()
        #expect(tiny.model.hash == hash)
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let tiny = try EaselTinyModel()
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        var arguments = TrainingArguments()
        arguments.prior = .count(4)
        #expect(throws: EaselError.self) { try tiny.model.train(token, on: try photos(tiny), arguments) }
        arguments = TrainingArguments()
        arguments.trainsTextEncoder = true
        #expect(throws: EaselError.self) { try tiny.model.train(token, on: try photos(tiny), arguments) }
        #expect(throws: PersonalizationError.self) { try tiny.model.subject(" ", category: "cat") }
        let stranger = try EaselTinyModel().model.subject("sks", category: "cat")
        #expect(throws: EaselError.self) { try tiny.model.train(stranger, on: try photos(tiny)) }
    }

    private func photos(_ tiny: EaselTinyModel) throws -> ImageSet { try tiny.pictures("moss-cat/single") }

    private func train(
        _ tiny: EaselTinyModel, _ subject: Subject, steps: Int, onStep: ((TrainingStep) throws -> Bool)? = nil
    ) throws -> TrainingRun {
        var arguments = TrainingArguments()
        (arguments.prior, arguments.steps, arguments.batchSize, arguments.onStep) = (.count(4), steps, 2, onStep)
        (arguments.validateEvery, arguments.optimizer, arguments.snrGamma, arguments.noiseOffset) = (0, .adamW8bit, 5, 0.1)
        arguments.snapshots = steps > 1 ? [2] : []
        return try tiny.model.train(subject, on: try photos(tiny), arguments)
    }

    private func likeness(_ prompt: String, to photos: ImageSet, _ tiny: EaselTinyModel) throws -> Double {
        var arguments = SamplingArguments()
        (arguments.count, arguments.seed) = (8, 0)
        return try tiny.session.likeness(tiny.model.sample([prompt], arguments).map(\.bitmap), to: photos.bitmaps)
    }
}
