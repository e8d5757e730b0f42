import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// The batches that a run learns from.
@Suite struct PictureBatchesTests {
    private func set(_ count: Int, prompt: String, side: Int) throws -> ImageSet {
        try ImageSet(
            (0..<count).map { index in
                let grey = UInt8(20 + 30 * index)
                return PromptedImage(
                    bitmap: try Bitmap(width: side, height: side, fill: RGB(grey, grey, grey)), source: "\(index)", prompts: ["\(prompt) \(index)"])
            })
    }

    private func batches(_ run: SmallRun, prior: Bool = true, _ change: (inout TrainingSettings) -> Void = { _ in }) throws -> PictureBatches {
        var settings = TrainingSettings(batchSize: 2, learningRate: 1)
        change(&settings)
        return PictureBatches(
            try set(4, prompt: "own", side: run.model.size), prior: prior ? try set(3, prompt: "class", side: run.model.size) : nil, model: run.model,
            settings: settings, interruption: .never)
    }

    /// The subject's pictures come first, those of the class last, each set in passes of its own.
    @Test func bothHalvesAreDealtInPasses() throws {
        let run = try SmallRun()
        var (batches, draws) = (try batches(run), TrainingDraws(seed: 5))
        var (own, prior): ([String], [String]) = ([], [])
        for _ in 0..<12 {
            let batch = try batches.next(&draws)
            #expect(batch.priorCount == 2 && batch.prompts.count == 4 && batch.timesteps.count == 4)
            #expect(batch.latents.shape == batch.noise.shape && batch.latents.shape[0] == 4)
            own += batch.prompts.prefix(2)
            prior += batch.prompts.suffix(2)
        }
        let passes = (0..<6).map { Array(own[$0 * 4..<$0 * 4 + 4]) }
        #expect(passes.allSatisfy { Set($0).count == 4 } && Set(passes).count > 1, "each picture once a pass, and not always in one order")
        #expect((0..<8).allSatisfy { Set(prior[$0 * 3..<$0 * 3 + 3]).count == 3 })
        #expect(own.allSatisfy { $0.hasPrefix("own") } && prior.allSatisfy { $0.hasPrefix("class") })
    }

    /// A picture is encoded once and its latents are drawn anew at every use, as Kingma and Welling have it.
    @Test func latentsAreSampledAtEveryUse() throws {
        let run = try SmallRun()
        let images = try set(1, prompt: "own", side: run.model.size)
        var batches = PictureBatches(images, prior: nil, model: run.model, settings: TrainingSettings(batchSize: 2, learningRate: 1), interruption: .never)
        var draws = TrainingDraws(seed: 5)
        let latents = try batches.next(&draws).latents
        let distribution = try run.model.autoencoder.encode(images.elements[0].image.bitmap.tensor.unsqueezed(axis: 0))
        let deviation = distribution.sample(noise: Tensor.ones(distribution.mean.shape)) - distribution.mean
        let noises = (0..<2).map { index in
            let sample = latents.sliced(axis: 0, index..<index + 1) * (1 / run.model.autoencoder.configuration.scalingFactor)
            return ((sample - distribution.mean) / deviation).scalars
        }
        #expect(noises[0] != noises[1])
        for noise in noises {
            let squares = noise.map { Double($0) * Double($0) }.reduce(0, +) / Double(noise.count)
            #expect((0.7...1.3).contains(squares), "of variance 1: \(squares)")
        }
    }

    /// Each pass of an accumulated step has pictures of its own.
    @Test func accumulatedPassesDealOn() throws {
        let run = try SmallRun()
        var settings = TrainingSettings(steps: 1, batchSize: 1, learningRate: 1e-6)
        settings.gradientAccumulation = 3
        let loop = try TrainingLoop(run.subject, on: set(4, prompt: "own", side: run.model.size), model: run.model, settings: settings)
        #expect(try loop.next()?.index == 1)
        #expect(loop.state.draws.pictures.all.used == 3)
    }

    @Test func withoutAClassThereIsOneHalf() throws {
        var (batches, draws) = (try batches(SmallRun(), prior: false), TrainingDraws(seed: 5))
        let batch = try batches.next(&draws)
        #expect(batch.priorCount == 0 && batch.prompts.count == 2)
    }

    /// Offset noise is the same noise, every channel of every picture shifted by an amount of its own.
    @Test func channelsAreShifted() throws {
        let run = try SmallRun()
        func first(_ offset: Double?) throws -> TrainingBatch {
            var (batches, draws) = (try batches(run) { $0.noiseOffset = offset }, TrainingDraws(seed: 5))
            return try batches.next(&draws)
        }
        let (plain, shifted) = (try first(nil), try first(0.25))
        #expect(plain.latents.scalars == shifted.latents.scalars)
        let shape = plain.noise.shape
        let channels = (shifted.noise - plain.noise).reshaped([shape[0] * shape[1], shape[2] * shape[3]])
        let shifts = channels.mean(axes: [1]).scalars
        for (row, shift) in shifts.enumerated() {
            expectClose(channels[row], Array(repeating: shift, count: shape[2] * shape[3]), absolute: 1e-6)
        }
        #expect(Set(shifts).count == shifts.count && shifts.allSatisfy { abs($0) < 1.25 })
        #expect(shifts.contains { abs($0) > 0.1 })
    }

    /// A source that goes on from draws in the middle deals what the first would have dealt.
    @Test func drawsAreAllThatIsRemembered() throws {
        let run = try SmallRun()
        var (first, draws) = (try batches(run), TrainingDraws(seed: 9))
        _ = try first.next(&draws)
        var (second, copy) = (try batches(run), draws)
        for _ in 0..<4 {
            let (expected, found) = (try first.next(&draws), try second.next(&copy))
            #expect(expected.prompts == found.prompts && expected.timesteps == found.timesteps)
            #expect(expected.noise.scalars == found.noise.scalars && expected.latents.scalars == found.latents.scalars)
        }
    }
}
