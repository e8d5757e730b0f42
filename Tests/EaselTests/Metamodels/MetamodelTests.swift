import Diffusion
import Easel
import Foundation
import ModelRegistry
import NeuralNetworks
import Personalization
import TestSupport
import Testing

/// One model that learns one subject after another: what it is taught with, what is kept, and what is refused.
@Suite(.serialized) struct MetamodelTests {
    private let tiny: EaselTinyModel
    private let folder: TemporaryFolder
    private var session: EaselSession { tiny.session }

    init() throws {
        tiny = try EaselTinyModel()
        folder = try TemporaryFolder()
        session.archive = ModelRegistry(folder: folder.path)
    }

    private var arguments: TrainingArguments {
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.prior, arguments.learningRate, arguments.validateEvery) = (2, 1, .count(4), 1e-3, 0)
        return arguments
    }

    /// A session of another day, with the same registry.
    private func later() throws -> (EaselSession, EaselTinyModel) {
        let tiny = try EaselTinyModel()
        tiny.session.archive = ModelRegistry(folder: folder.path)
        return (tiny.session, tiny)
    }

    private func picture(_ model: Model, _ prompt: String) throws -> Bitmap {
        var arguments = SamplingArguments()
        (arguments.seed, arguments.steps) = (7, 4)
        return try model.sample([prompt], arguments)[0].bitmap
    }

    @Test func whatWasLearntIsThereInALaterSession() throws {
        let family = try session.metamodel("family", owner: "ann")
        #expect(family.hash == tiny.model.hash, "it starts from the checkpoint")
        let cat = try family.subject(category: "cat")
        #expect(["sks", "lnl", "qzq"].contains(cat.identifier))
        #expect(cat.instancePrompt == "a \(cat.identifier) cat" && cat.classPrompt == "a cat")
        let photos = try tiny.pictures("moss-cat/single")
        let run = try family.train(cat, on: photos, arguments)
        #expect(run.steps == 2 && family.hash != tiny.model.hash)
        #expect(tiny.model.hash == (try EaselTinyModel().model.hash), "the model that it was made of is as it was")
        let (session, tiny) = try later()
        let again = try session.metamodel("family", owner: "bob")
        withExtendedLifetime(tiny) {}
        #expect(again.hash == family.hash)
        let prompt = "a <\(cat.identifier)> on the beach"
        #expect(try picture(again, prompt) == picture(family, "a \(cat.identifier) cat on the beach"))
        let subject = try #require(again.metamodel?.subjects.first)
        #expect(subject.owner == "ann" && subject.category == "cat" && subject.pictures.count == photos.count)
        #expect(try again.subject(category: "cat").identifier != cat.identifier)
        #expect(try session.metamodels(owner: "carl").map(\.name) == ["family"])
    }

    @Test func lessonsRepeatWhatWasLearntBefore() throws {
        let family = try session.metamodel("family", owner: "ann")
        let (cats, bottles) = (try tiny.pictures("moss-cat/single"), try tiny.pictures("moss-cat/group"))
        _ = try family.train(family.subject("sks", category: "cat"), on: cats, arguments)
        _ = try family.train(family.subject("lnl", category: "bottle"), on: bottles, arguments)
        let metamodel = try #require(family.metamodel)
        let replay = Replay(of: try family.subject("qzq", category: "cat"), beside: cats, pictures: 24, metamodel: metamodel, model: family)
        let learnt = family.hash
        let set = try replay.set()
        #expect(family.hash == learnt, "what was learnt is there again after drawing")
        let prompts = set.elements.map { $0.image.prompts }
        func count(_ prompt: String) -> Int { prompts.count { $0 == [prompt] } }
        #expect([count("a cat"), count("a sks cat"), count("a bottle"), count("a lnl bottle")] == [6, 6, 6, 6] && set.count == 24)
        let real = set.elements.filter { $0.image.prompts == ["a lnl bottle"] }.map(\.image.bitmap)
        #expect(real == (0..<6).map { bottles.elements[$0 % bottles.count].image.bitmap }, "its own pictures, again and again")
        var settings = SamplingArguments()
        settings.seed = 0
        // Bottles were drawn when a cat had been learnt.
        for prompt in ["a cat", "a bottle"] {
            let drawn = try #require(set.elements.first { $0.image.prompts == [prompt] })
            #expect(try drawn.image.bitmap == tiny.model.sample([prompt], settings)[0].bitmap, "drawn by the checkpoint, not by what it has become")
        }
        let captioned = try tiny.pictures("dusk-duotone-style", prompts: .captions)
        _ = try family.train(family.subject("dalf", category: "painting"), on: captioned, arguments)
        let later = try Replay(of: family.subject("sks", category: "cat"), beside: cats, pictures: 24, metamodel: metamodel, model: family).set()
        #expect(later.elements.contains { $0.image.prompts[0].hasPrefix("a picture of a dalf painting ") }, "with the captions that it was taught with")
        // A subject that is gone on with is no earlier one of its category.
        #expect(
            metamodel.allocation(for: "cat", learning: "sks", pictures: 8).shares.map(\.prompt) == [
                "a cat", "a bottle", "a lnl bottle", "a picture of a painting cat and 15 more", "a picture of a dalf painting cat and 15 more",
            ])
    }

    /// A style's captions say what its pictures show; what is drawn of its category shows the same, in this lesson and in later ones.
    @Test func categoriesAreDrawnAsTheirSubjectsPromptsSay() throws {
        let family = try session.metamodel("family", owner: "ann")
        let photos = try tiny.pictures("moss-cat/single")
        let style = try ["cat", "house"].map { try tiny.pictures("moss-cat/single", prompts: .list(["a {} of a \($0)"])) }.reduce(ImageSet([]), +)
        let metamodel = try #require(family.metamodel)
        let subject = try family.subject("sks", category: "painting")
        let first = Replay(of: subject, beside: style, pictures: 5, metamodel: metamodel, model: family)
        let set = try first.set()
        #expect(
            set.elements.map(\.image.prompts)
                == [3, 2].enumerated().flatMap { Array(repeating: [["a painting of a cat", "a painting of a house"][$0]], count: $1) })
        #expect(Set(set.elements.map(\.image.bitmap.pixels)).count == 5, "each prompt has drawings of its own")
        _ = try family.train(subject, on: style, arguments)
        let later = Replay(of: try family.subject("qzq", category: "cat"), beside: photos, pictures: 8, metamodel: metamodel, model: family)
        #expect(
            later.allocation.shares.map(\.prompts) == [
                ["a cat"], ["a painting of a cat", "a painting of a house"], ["a sks painting of a cat", "a sks painting of a house"],
            ])
        #expect(later.allocation.rows[1][2] == "a painting of a cat and 1 more")
        // Fewer than there are: spread over all of them, so that the house is not left out.
        let few = try later.set().elements.map(\.image.prompts).filter { $0[0].contains("sks") }
        #expect(few == [["a sks painting of a cat"], ["a sks painting of a house"]])
    }

    @Test func settingsOfAPrivateModelAreUsedAgain() throws {
        let trial = try session.metamodel("trial", kind: .private, owner: "ann")
        let run = try trial.train(trial.subject("sks", category: "cat"), on: tiny.pictures("moss-cat/single"), arguments)
        #expect(throws: EaselError.self) { try trial.subject(category: "dog") }
        #expect(throws: EaselError.self) { try session.metamodel("plain", kind: .pretrained, owner: "ann").subject(category: "dog") }
        let family = try session.metamodel("family", owner: "ann")
        var like = TrainingArguments()
        like.like = run
        let second = try family.train(family.subject("sks", category: "cat"), on: tiny.pictures("moss-cat/single"), like)
        #expect(second.settings == run.settings, "also the number of prior pictures")
        #expect(family.hash == trial.hash, "the first lesson of a metamodel is a private model's")
    }

    @Test func whatWouldHarmIsRefused() throws {
        let family = try session.metamodel("family", owner: "ann")
        let photos = try tiny.pictures("moss-cat/single")
        let stranger = try Subject("qzq", category: "cat", in: family.diffusion)
        #expect(throws: EaselError.self, "nobody was handed that out") { try family.train(stranger, on: photos, arguments) }
        #expect(throws: EaselError.self) { try family.train(family.weights, on: photos, arguments) }
        #expect(throws: EaselError.self) { try family.subject("sks", category: "cat", instancePrompt: "my cat") }
        var own = arguments
        own.prior = .pictures(photos)
        let cat = try family.subject("sks", category: "cat")
        #expect(throws: EaselError.self) { try family.train(cat, on: photos, own) }
        #expect(try family.subject("sks", category: "cat").identifier == "sks", "a cell that is run again")
        #expect(throws: EaselError.self) { try family.subject("sks", category: "dog") }
        let lesson = try #require(family.metamodel).archive.beginLesson(in: #require(family.metamodel).record.id)
        #expect(throws: PersonalizationError.beingTaught(metamodel: "family", by: "process \(getpid())")) {
            try family.train(cat, on: photos, arguments)
        }
        lesson.end()
        var beside = arguments
        beside.adapters = [AdapterUse(try family.lora())]
        #expect(throws: EaselError.self) { try family.train(cat, on: photos, beside) }
        #expect(family.hash == tiny.model.hash)
    }

    @Test func lessonsThatFailLeaveTheLastState() throws {
        struct Enough: Error {}
        let family = try session.metamodel("family", owner: "ann")
        let photos = try tiny.pictures("moss-cat/single")
        var stopped = arguments
        stopped.onStep = { _ in false }
        _ = try family.train(family.subject("sks", category: "cat"), on: photos, stopped)
        #expect(family.metamodel?.subjects.map(\.identifier) == ["sks"], "stopped, and kept")
        #expect(family.metamodel?.rows[0][3].hasPrefix("1 step of 1,") == true, "\(family.metamodel?.rows ?? [])")
        let learnt = family.hash
        try family.reset()
        #expect(family.hash == tiny.model.hash, "weights can be brought back, but the next lesson begins where the last one ended")
        _ = try family.subject("lnl", category: "dog")
        #expect(family.hash == learnt)
        var failing = arguments
        failing.onStep = { _ in throw Enough() }
        #expect(throws: Enough.self) { try family.train(family.subject("lnl", category: "dog"), on: photos, failing) }
        #expect(family.hash == learnt && family.metamodel?.subjects.count == 1)
        try family.forgetLessons()
        #expect(family.hash == tiny.model.hash && family.metamodel?.subjects.isEmpty == true)
    }

    /// The process of a lesson may end at any moment: its checkpoint goes on to the same weights, whatever the registry had kept.
    @Test func lessonsGoOnToTheSameWeights() throws {
        let photos = try tiny.pictures("moss-cat/single")
        var four = arguments
        (four.steps, four.checkpointEvery) = (4, 1)
        func teach(_ name: String, _ arguments: TrainingArguments) throws -> (model: Model, run: TrainingRun) {
            let model = try session.metamodel(name, owner: "ann")
            if model.metamodel?.subjects.isEmpty == true { _ = try model.train(model.subject("lnl", category: "dog"), on: photos, self.arguments) }
            return (model, try model.train(model.subject("sks", category: "cat"), on: photos, arguments))
        }
        let whole = try teach("whole", four)
        var cut = four
        cut.onStep = { $0.index < 2 }
        let part = try teach("part", cut)
        #expect(part.run.steps == 2 && part.model.hash != whole.model.hash)
        var rest = four
        rest.resume = .folder(part.run.folder)
        let end = try teach("part", rest)
        #expect(end.model.hash == whole.model.hash)
        #expect(end.model.metamodel?.record.states.count == 3)
    }

    /// A checkpoint holds all weights: one that does not know a subject would make the model forget it.
    @Test func aLessonOfAnotherModelIsNotGoneOnWith() throws {
        let photos = try tiny.pictures("moss-cat/single")
        let family = try session.metamodel("family", owner: "ann")
        var cut = arguments
        (cut.steps, cut.checkpointEvery) = (3, 1)
        cut.onStep = { _ in false }
        let cat = try family.train(family.subject("sks", category: "cat"), on: photos, cut)
        var rest = arguments
        (rest.steps, rest.resume) = (3, .folder(cat.folder))
        let other = try session.metamodel("other", owner: "ann")
        _ = try other.train(other.subject("lnl", category: "dog"), on: photos, arguments)
        let learnt = other.hash
        #expect(throws: PersonalizationError.self) { try other.train(other.subject("sks", category: "cat"), on: photos, rest) }
        #expect(throws: PersonalizationError.self) { try tiny.model.train(tiny.model.subject("sks", category: "cat"), on: photos, rest) }
        #expect(other.hash == learnt)
        _ = try family.train(family.subject("lnl", category: "dog"), on: photos, arguments)
        #expect(throws: PersonalizationError.self, "learnt meanwhile") { try family.train(family.subject("sks", category: "cat"), on: photos, rest) }
    }

    @Test func itIsMadeOfWholeWeights() throws {
        let narrow = try EaselTinyModel(precision: .bfloat16)
        narrow.session.archive = ModelRegistry(folder: folder.path)
        let error = try #require(#expect(throws: EaselError.self) { try narrow.session.metamodel("family", owner: "ann") })
        #expect("\(error)".contains(".float32"))
        #expect(throws: EaselError.self) { try session.metamodel("family", owner: " ") }
    }

    /// A lesson for the UNet alone may still change the text model: it lengthens the vector of a word that was never trained.
    @Test func aWordThatWasWokenStaysAwake() throws {
        let family = try session.metamodel("family", owner: "ann")
        var imageOnly = arguments
        imageOnly.trainsTextEncoder = false
        _ = try family.train(family.subject("sks", category: "cat"), on: tiny.pictures("moss-cat/single"), imageOnly)
        #expect(try later().0.metamodel("family", owner: "ann").hash == family.hash)
    }

    @Test func damagedFilesAreNoticed() throws {
        let family = try session.metamodel("family", owner: "ann")
        _ = try family.train(family.subject("sks", category: "cat"), on: tiny.pictures("moss-cat/single"), arguments)
        let record = try #require(family.metamodel).record
        try Data([1]).write(to: URL(filePath: record.subjects[0].pictures[0].path))
        #expect(throws: PersonalizationError.self) { try family.train(family.subject("lnl", category: "dog"), on: tiny.pictures("moss-cat/group"), arguments) }
        try Data([1]).write(to: URL(filePath: record.states[0].path))
        #expect(throws: PersonalizationError.self) { try later().0.metamodel("family", owner: "ann") }
    }

    @Test func promptsNameSubjectsInBrackets() throws {
        let family = try session.metamodel("family", owner: "ann")
        _ = try family.train(family.subject("sks", category: "cat"), on: tiny.pictures("moss-cat/single"), arguments)
        #expect(family.spelledOut("a <sks> and a <sks> cat, <lnl>") == "a sks cat and a sks cat, <lnl>")
        #expect(tiny.model.spelledOut("a <sks>") == "a <sks>")
        var settings = SamplingArguments()
        (settings.seed, settings.steps) = (1, 2)
        #expect(try family.sample(["a <sks>"], settings)[0].recipe?.prompt == "a sks cat")
    }
}
