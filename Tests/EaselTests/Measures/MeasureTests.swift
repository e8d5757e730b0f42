import Diffusion
import Easel
import Foundation
import Hub
import Measures
import Personalization
import TestSupport
import Testing

/// The measures as verbs use them: with the encoder that comes with Easel, and with those that a person loads.
@Suite(.serialized) struct MeasureTests {
    private static func pictures(_ concept: String, in session: EaselSession) throws -> [Bitmap] {
        let places = ["notebooks/concepts", "Tests/Fixtures/concepts"].map { EaselTinyModel.repository.appending(path: "\($0)/\(concept)").path }
        let folder = try #require(places.first { FileManager.default.fileExists(atPath: $0) })
        return try session.images([folder]).elements.map(\.image.bitmap)
    }

    @Test func theEncoderKnowsASubjectAgain() throws {
        let session = EaselSession()
        let (cat, dog, bottle) = (
            try Self.pictures("moss-cat/single", in: session), try Self.pictures("briscoe-dog/single", in: session),
            try Self.pictures("tea-bottle/single", in: session)
        )
        for (own, others) in [(cat, dog + bottle), (dog, cat + bottle), (bottle, cat + dog)] {
            let same = try session.fidelity(Array(own.prefix(4)), to: Array(own.suffix(4)), by: .encoder)
            let different = try session.fidelity(own, to: others, by: .encoder)
            #expect(same > 0.6 && different < 0.3, "\(same) against \(different)")
        }
        let alike = try session.diversity(cat, by: .encoder)
        #expect(try alike < session.diversity([cat[0], dog[0], bottle[0]], by: .encoder))
    }

    @Test func drawnPicturesShowWhatTheyWereAskedFor() throws {
        let tiny = try EaselTinyModel()
        let images = try tiny.model.sample("a photo of a red cat on the beach", count: 3, steps: 15, seed: 5).map(\.bitmap)
        let right = try tiny.session.promptFidelity(images, to: ["a photo of a red cat on the beach"])
        let wrong = try tiny.session.promptFidelity(images, to: ["a sketch of a blue car in the snow"])
        #expect(right > 0.7 && wrong < 0.4, "\(right) against \(wrong)")
        #expect(throws: MeasuresError.self) { try tiny.session.promptFidelity(images, to: ["qqq"]) }
    }

    @Test func loadedEncodersMeasure() throws {
        let session = EaselSession()
        session.hub.cache = "/nowhere"
        let fixtures = try #require(Fixtures.folder("vision"))
        let cat = try Self.pictures("moss-cat/single", in: session)
        #expect(throws: EaselError.noEncoder(measure: "dino")) { try session.fidelity(cat, to: cat, by: .dino) }
        #expect(try session.loadEncoder("\(fixtures)/dino").name.hasPrefix("DINO"))
        #expect(try session.loadEncoder("\(fixtures)/clip").name.hasPrefix("CLIP"))
        for measure in [LikenessMeasure.dino, .clip, .colour] {
            #expect(abs(try session.likeness([cat[0]], to: [cat[0]], by: measure) - 1) < 1e-5)
        }
        #expect(abs(try session.promptFidelity(cat, to: ["a"])) <= 1)
        #expect(throws: MeasuresError.self) { try session.loadEncoder("\(fixtures)/missing") }
        #expect(throws: (any Error).self) { try session.promptFidelity(cat, to: ["a"], by: .dino) }
    }

    @Test func averagesOverNothingAreRefused() throws {
        let session = EaselSession()
        let cat = try Self.pictures("moss-cat/single", in: session)
        #expect(throws: EaselError.self) { try session.fidelity([], to: cat, by: .encoder) }
        #expect(throws: MeasuresError.self) { try session.diversity([cat[0]]) }
        #expect(throws: EaselError.self) { try session.promptFidelity(cat, to: ["a", "b"]) }
        #expect(throws: EaselError.invalidArgument(name: "pictures", expected: "at least one picture", found: "none")) {
            try session.promptFidelity([], to: ["a"])
        }
    }

    @Test func comparingMeasuresEveryRunAndLeavesTheModelAsItWas() throws {
        let tiny = try EaselTinyModel()
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        let photos = try tiny.pictures("moss-cat/single")
        let run = try tiny.model.train(token, on: photos, steps: 12, checkpointEvery: 12)
        var short = TrainingArguments()
        (short.steps, short.validateEvery, short.prior) = (2, 0, .count(2))
        let subject = try tiny.model.subject("sks", category: "cat")
        let whole = try tiny.model.train(subject, on: photos, short)
        let lora = try LoRA(rank: 2, subject: subject, in: tiny.model.diffusion)
        let adapted = try tiny.model.train(lora, on: photos, short)
        let oft = try tiny.model.oft(blockSize: 8, subject: subject)
        let turned = try tiny.model.train(oft, on: photos, short)
        let before = try tiny.model.sample("a photo of <moss>", steps: 4, seed: 1)
        var arguments = ComparisonArguments()
        (arguments.prompts, arguments.count) = (["a photo of {}", "a sketch of {}"], 2)
        let comparison = try tiny.model.compare([run, whole, adapted, turned], to: photos, arguments)
        #expect(comparison.rows.map(\.name) == ["real pictures", "before training", "<moss>", "sks cat", lora.label, oft.label])
        let row = comparison.rows[2]
        #expect(row.images.count == 4 && row.trainableParameters == 96 && row.seconds == run.seconds)
        #expect((row.peakBytes ?? 0) > 1 << 20 && (384..<2000).contains(row.fileBytes ?? 0))
        #expect(row.reportedFile == "0.013 MB" && comparison.cells.allSatisfy { $0.count == Comparison.header.count })
        #expect(comparison.rows[3].fileBytes == 4 * subject.parameterCount && comparison.rows[3].reportedFile == "2000 MB")
        #expect((comparison.rows[4].fileBytes ?? 0) > 4 * lora.parameterCount)
        #expect((comparison.rows[5].fileBytes ?? 0) > 4 * oft.parameterCount)
        #expect([row.fidelity, row.promptFidelity, row.priorPreservation, row.diversity].allSatisfy { $0?.isFinite == true })
        // Prompts are compared without the word, as the paper has it.
        let plain = ["a photo of cat", "a photo of cat", "a sketch of cat", "a sketch of cat"]
        #expect(try row.promptFidelity == tiny.session.promptFidelity(row.images.map(\.bitmap), to: plain, by: .encoder))
        #expect(try tiny.model.sample("a photo of <moss>", steps: 4, seed: 1) == before)
        #expect(throws: EaselError.self) { try tiny.model.compare([], to: photos) }
        arguments.category = " "
        #expect(throws: EaselError.self) { try tiny.model.compare([run], to: photos, arguments) }
        (arguments.category, arguments.prompts, arguments.count) = (nil, ["a photo of {}"], 1)
        #expect(try tiny.model.compare([run, run], to: photos, arguments).rows.map(\.name).suffix(2) == ["<moss> (1)", "<moss> (2)"])
    }
}
