import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Synchronization
import Tensors
import Testing

/// Textual inversion with the embedded model: what is learnt, and that nothing is lost on the way.
@Suite(.serialized) struct TextualInversionTests {
    /// At the settings that come with the checkpoint: the tutorial's concept, and two that nothing was chosen for.
    ///
    /// The loss on fixed noise stays level before it falls, with one seed in six for longer than 400 steps: then training goes on once, as a
    /// person would who looks at the chart.
    @Test(arguments: [("moss-cat", "cat"), ("briscoe-dog", "dog"), ("tea-bottle", "bottle")])
    func aTrainedTokenDrawsItsSubject(_ concept: String, _ initializer: String) throws {
        let tiny = try EaselTinyModel()
        let photos = try tiny.pictures("\(concept)/single")
        let token = try tiny.model.addToken("<mine>", initializer: initializer)
        let before = try likeness(of: "a photo of a \(initializer)", to: photos, tiny)
        var run = try tiny.model.train(token, on: photos)
        #expect(run.steps == 400 && !run.interrupted)
        var after = try likeness(of: "a photo of <mine>", to: photos, tiny)
        if after <= before * 1.3 {
            run = try tiny.model.train(token, on: photos)
            after = try likeness(of: "a photo of <mine>", to: photos, tiny)
        }
        #expect(after > before * 1.3, "likeness \(before) before, \(after) after")
        let validation = run.validationLosses
        #expect(try #require(validation.last) < validation[0])
        print("\(concept): likeness \(before) → \(after), fixed loss \(validation[0]) → \(validation.last ?? 0), \(run.seconds) s")
    }

    @Test func anInterruptedRunGoesOnToTheSameValues() throws {
        let whole = try EaselTinyModel()
        let (token, run) = try train(whole, steps: 12)
        let parts = try EaselTinyModel()
        let stop = Atomic<Bool>(false)
        let (other, half) = try train(parts, steps: 12) { step in
            if step.index == 7 { stop.store(true, ordering: .relaxed) }
            return true
        } interruption: {
            Interruption { stop.load(ordering: .relaxed) }
        }
        #expect(half.interrupted && half.steps == 7)
        parts.session.interruption = .never
        var arguments = TrainingArguments()
        arguments.resume = .run(half)
        let rest = try parts.model.train(other, on: try parts.pictures("moss-cat/single"), arguments)
        #expect(rest.losses == run.losses)
        #expect(other.parameter.value.scalars == token.parameter.value.scalars)
        #expect(rest.validationLosses.last == run.validationLosses.last)
    }

    @Test func theSameSeedGivesTheSameLosses() throws {
        let first = try train(EaselTinyModel(), steps: 3).1
        let second = try train(EaselTinyModel(), steps: 3).1
        #expect(first.losses == second.losses)
    }

    @Test func onlyTheTokensOwnVectorsChange() throws {
        let tiny = try EaselTinyModel()
        let hash = tiny.model.diffusion.weightsHash()
        _ = try train(tiny, steps: 2)
        #expect(tiny.model.diffusion.weightsHash() == hash)
    }

    @Test func anEarlierStepCanBeTakenBack() throws {
        let tiny = try EaselTinyModel()
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        var arguments = TrainingArguments()
        (arguments.steps, arguments.checkpointEvery, arguments.validateEvery) = (4, 2, 0)
        let run = try tiny.model.train(token, on: try tiny.pictures("moss-cat/single"), arguments)
        #expect(run.checkpointSteps == [2, 4])
        let earlier = try #require(try run.at(step: 2) as? Token)
        #expect(earlier.parameter.value.scalars != token.parameter.value.scalars)
        #expect(tiny.model.tokens.contains { $0 === earlier })
        #expect(try #require(try run.at(step: 4) as? Token).parameter.value.scalars == token.parameter.value.scalars)
        #expect(throws: EaselError.self) { try run.at(step: 3) }
    }

    /// Where a step takes long, the clock decides as well.
    @Test(arguments: [(Duration.zero, [1, 2, 3]), (.seconds(3600), [3])]) func slowStepsAreKeptByTheClock(_ interval: Duration, _ kept: [Int]) throws {
        let tiny = try EaselTinyModel()
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        var arguments = TrainingArguments()
        (arguments.steps, arguments.checkpointInterval, arguments.validateEvery) = (3, interval, 0)
        #expect(try tiny.model.train(token, on: try tiny.pictures("moss-cat/single"), arguments).checkpointSteps == kept)
    }

    private func train(
        _ tiny: EaselTinyModel, steps: Int, onStep: ((TrainingStep) -> Bool)? = nil, interruption: () -> Interruption = { .never }
    ) throws -> (Token, TrainingRun) {
        let photos = try tiny.pictures("moss-cat/single")
        let token = try tiny.model.addToken("<moss>", initializer: "cat", vectors: 2)
        var arguments = TrainingArguments()
        (arguments.steps, arguments.validateEvery, arguments.checkpointEvery) = (steps, 4, 100)
        arguments.onStep = onStep
        tiny.session.interruption = interruption()
        return (token, try tiny.model.train(token, on: photos, arguments))
    }

    private func likeness(of prompt: String, to photos: ImageSet, _ tiny: EaselTinyModel) throws -> Double {
        var arguments = SamplingArguments()
        (arguments.count, arguments.seed) = (8, 1)
        let images = try tiny.model.sample([prompt], arguments)
        return try tiny.session.likeness(images.map(\.bitmap), to: photos.elements.map(\.image.bitmap))
    }
}
