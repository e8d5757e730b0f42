import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// Pictures with what guides a control net to them.
@Suite struct ControlledSetTests {
    private func picture(_ width: Int, _ height: Int, seed: UInt8 = 0) throws -> Bitmap {
        try Bitmap(
            width: width, height: height, pixels: (0..<(width * height * 3)).map { UInt8(truncatingIfNeeded: $0 / 3 * 7 / width + $0 * Int(seed + 3)) })
    }

    private func set(_ count: Int, _ width: Int, _ height: Int, crop: Crop = .center, flip: Bool = false) throws -> ImageSet {
        try ImageSet(
            (0..<count).map { PromptedImage(bitmap: try picture(width, height, seed: UInt8($0)), source: "\($0)", prompts: ["a cup"]) }, crop: crop, flip: flip)
    }

    private func batches(_ set: ImageSet, _ run: SmallRun, size: Int = 2, emptyPrompts: Double? = nil) -> PictureBatches {
        var settings = TrainingSettings(batchSize: size, learningRate: 1)
        settings.emptyPrompts = emptyPrompts
        return PictureBatches(set, prior: nil, model: run.model, settings: settings, interruption: .never)
    }

    /// A picture that is its own control: whatever is cut and mirrored of the one is of the other.
    @Test(arguments: [Crop.center, .none, .buckets, .random(area: 0.3...0.9)]) func controlsAreCutLikeTheirPictures(_ crop: Crop) throws {
        let run = try SmallRun()
        let side = run.model.size
        let plain = try set(3, side + 9, side + 20, crop: crop, flip: true)
        let pictures = try plain.controlled(by: plain.elements.map(\.image.bitmap))
        #expect(pictures.isControlled && !plain.isControlled)
        var (batches, draws) = (batches(pictures, run, size: 3), TrainingDraws(seed: 1))
        for _ in 0..<4 {
            let batch = try batches.next(&draws)
            let controls = try #require(batch.controls)
            #expect(controls.shape == [3, 3, side, side] && controls.scalars.allSatisfy { (0...1).contains($0) })
            let distribution = try run.model.autoencoder.encode(controls * 2 - 1)
            let distances = (batch.latents * (1 / run.model.autoencoder.configuration.scalingFactor) - distribution.mean).scalars
            let deviations = (distribution.sample(noise: Tensor.ones(distribution.mean.shape)) - distribution.mean).scalars
            // Beyond the deviations, what rounding leaves.
            let far = zip(distances, deviations).count { abs($0) > 6 * $1 + 1e-3 }
            #expect(far == 0, "every latent is one that the control's own encoding may give")
        }
    }

    /// The parts of one picture that some uses show, told by its control.
    private func uses(_ count: Int, crop: Crop, flip: Bool) throws -> [[Float]] {
        let run = try SmallRun()
        let plain = try set(1, run.model.size + 9, run.model.size, crop: crop, flip: flip)
        var (batches, draws) = (batches(try plain.controlled(by: plain.elements.map(\.image.bitmap)), run, size: 1), TrainingDraws(seed: 1))
        return try (0..<count).map { _ in try batches.next(&draws).controls?.scalars ?? [] }
    }

    @Test func halfOfTheUsesAreMirrored() throws {
        let (plain, seen) = (try uses(1, crop: .center, flip: false)[0], try uses(20, crop: .center, flip: true))
        let side = try SmallModel.load().size
        let mirrored = stride(from: 0, to: plain.count, by: side).flatMap { plain[$0..<($0 + side)].reversed() }
        #expect(seen.allSatisfy { $0 == plain || $0 == mirrored } && plain != mirrored)
        #expect((4...16).contains(seen.count { $0 == mirrored }))
    }

    @Test func randomPartsAreOtherOnesEachTime() throws {
        #expect(try Set(uses(8, crop: .random(area: 0.3...0.9), flip: false)).count == 8)
        #expect(try Set(uses(4, crop: .center, flip: false)).count == 1)
    }

    /// What is learnt beside controls stays reproducible.
    @Test func controlsChangeNoOtherDraw() throws {
        let run = try SmallRun()
        let plain = try set(2, run.model.size, run.model.size, crop: .random(area: 0.5...1), flip: true)
        let controlled = try plain.controlled(by: plain.elements.map(\.image.bitmap))
        let drawn = try [plain, controlled].map { set in
            var (batches, draws) = (batches(set, run), TrainingDraws(seed: 3))
            return try batches.next(&draws)
        }
        #expect(drawn[0].latents.scalars == drawn[1].latents.scalars && drawn[0].timesteps == drawn[1].timesteps)
        #expect(drawn[0].controls == nil)
    }

    @Test(arguments: [(0.0, 0...0), (0.5, 12...28), (1.0, 40...40)]) func someUsesGoWithoutWords(_ share: Double, _ expected: ClosedRange<Int>) throws {
        let run = try SmallRun()
        var (batches, draws) = (batches(try set(2, 8, 8), run, size: 4, emptyPrompts: share), TrainingDraws(seed: 3))
        let prompts = try (0..<10).flatMap { _ in try batches.next(&draws).prompts }
        #expect(expected.contains(prompts.count { $0.isEmpty }))
    }

    @Test func controlsFitTheirPictures() throws {
        let pictures = try set(2, 30, 20)
        let smaller = try pictures.controlled(by: [picture(15, 10), picture(30, 20)])
        #expect(smaller.elements.allSatisfy { $0.image.control?.width == 30 && $0.image.control?.height == 20 })
        #expect(throws: PersonalizationError.self) { try pictures.controlled(by: [picture(30, 20)]) }
        #expect(throws: PersonalizationError.self) { try pictures.controlled(by: [picture(30, 20), picture(20, 30)]) }
    }
}
