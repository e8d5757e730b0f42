import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// Pictures that stay oblong: the sizes they are cut to, and batches of one size each.
@Suite struct AspectBucketTests {
    /// Widths and heights that SDXL was trained on.
    ///
    /// Source: Podell et al. 2023, "SDXL", appendix I.
    private static let sdxl = [
        (512, 2048), (512, 1984), (512, 1920), (512, 1856), (576, 1792), (576, 1728), (576, 1664), (640, 1600), (640, 1536), (704, 1472), (704, 1408),
        (704, 1344), (768, 1344), (768, 1280), (832, 1216), (832, 1152), (896, 1152), (896, 1088), (960, 1088), (960, 1024), (1024, 1024),
    ]

    @Test func sizesAreThoseOfTheField() {
        let known = Set(Self.sdxl.flatMap { [PictureSize(width: $0, height: $1), PictureSize(width: $1, height: $0)] })
        let large = AspectBuckets(side: 1024, step: 64).sizes
        #expect(large.count == 33 && known.isSuperset(of: large), "\(large)")
        let small = AspectBuckets(side: 512, step: 64).sizes
        #expect(small.first == PictureSize(width: 256, height: 1024) && small.last == PictureSize(width: 1024, height: 256))
        #expect(small.contains(PictureSize(side: 512)) && small.allSatisfy { $0.width * $0.height <= 512 * 512 && $0.width * $0.height >= 192 * 1024 })
    }

    @Test(arguments: [(8, 16), (16, 16), (24, 16), (50, 8), (64, 16), (2048, 64)]) func everyModelHasSome(_ side: Int, step: Int) {
        let sizes = AspectBuckets(side: side, step: step).sizes
        #expect(!sizes.isEmpty && sizes.allSatisfy { $0.width % step == 0 && $0.height % step == 0 && $0.width > 0 && $0.height > 0 })
        #expect(Set(sizes) == Set(sizes.map { PictureSize(width: $0.height, height: $0.width) }))
    }

    @Test func theNearestShapeIsTaken() throws {
        let buckets = AspectBuckets(side: 512, step: 64)
        for (width, height, expected) in [(300, 200, (640, 384)), (400, 300, (576, 448)), (100, 101, (512, 512)), (900, 100, (1024, 256))] {
            let size = PictureSize(width: expected.0, height: expected.1)
            #expect(buckets.size(for: try Bitmap(width: width, height: height)) == size)
            #expect(buckets.size(for: try Bitmap(width: height, height: width)) == PictureSize(width: size.height, height: size.width))
        }
    }

    /// Three squares, two wide pictures and a tall one, each of its own prompt.
    private func mixed(_ run: SmallRun, prompt: String = "own", step: Int = 1) throws -> ImageSet {
        let side = run.model.size
        let shapes = [(side, side), (side * 2, side), (side, side), (side, side * 2), (side, side), (side * 4, side * 2)]
        return try ImageSet(
            shapes.enumerated().map { index, shape in
                let grey = UInt8(20 + 30 * index)
                return PromptedImage(
                    bitmap: try Bitmap(width: shape.0, height: shape.1, fill: RGB(grey, grey, grey)), source: "\(index)", prompts: ["\(prompt) \(index / step)"]
                )
            }, crop: .buckets)
    }

    private func batches(_ run: SmallRun, _ set: ImageSet, prior: ImageSet? = nil) -> PictureBatches {
        PictureBatches(set, prior: prior, model: run.model, settings: TrainingSettings(batchSize: 2, learningRate: 1), interruption: .never)
    }

    @Test func aBatchIsOfOneSizeAndEveryPictureCountsAlike() throws {
        let run = try SmallRun()
        let set = try mixed(run)
        let sizes = Dictionary(uniqueKeysWithValues: zip(set.elements.map(\.image.prompts[0]), set.sizes(for: run.model)))
        #expect(Set(sizes.values).count == 3)
        var (batches, draws, uses) = (batches(run, set), TrainingDraws(seed: 5), [String: Int]())
        for _ in 0..<18 {
            let batch = try batches.next(&draws)
            let scale = run.model.sizeMultiple
            let size = PictureSize(width: batch.latents.shape[3] * scale, height: batch.latents.shape[2] * scale)
            #expect(batch.latents.shape[0] == 2 && batch.prompts.allSatisfy { sizes[$0] == size }, "\(batch.prompts) at \(size)")
            for prompt in batch.prompts { uses[prompt, default: 0] += 1 }
        }
        #expect(uses.count == 6 && uses.values.allSatisfy { $0 == 6 }, "\(uses)")
    }

    /// Sides that are cut away from a square are seen in a bucket.
    @Test func lessIsCutAway() throws {
        let run = try SmallRun()
        let side = run.model.size
        let image = PromptedImage(bitmap: try Bitmap(width: side * 2, height: side, fill: .black).withWhiteEnds(side / 4), source: "", prompts: ["x"])
        func brightness(_ crop: Crop) throws -> Float {
            let size = try ImageSet([image], crop: crop).sizes(for: run.model)[0]
            return try image.bitmap.middle(shapedAs: size).tensor.mean().item
        }
        #expect(try brightness(.center) == -1)
        #expect(try brightness(.buckets) > -0.6)
    }

    @Test func aRunGoesOnFromItsDraws() throws {
        let run = try SmallRun()
        let (set, prior, folder) = (try mixed(run), try mixed(run, prompt: "class", step: 6), try TemporaryFolder())
        var (first, draws) = (batches(run, set, prior: prior), TrainingDraws(seed: 9))
        for _ in 0..<5 { _ = try first.next(&draws) }
        var state = TrainingState(values: [Tensor.ones([1])], seed: 0)
        state.draws = draws
        let path = "\(folder.path)/checkpoint"
        try TrainingCheckpoint(settings: TrainingSettings(learningRate: 1), state: state, losses: [], validationLosses: [], label: "").write(to: path)
        var copy = try TrainingCheckpoint(folder: path).state.draws
        var second = batches(run, set, prior: prior)
        #expect(second.fits(copy) && copy.pictures.buckets.count == 3 && copy.prior.buckets.count == 3)
        for _ in 0..<8 {
            let (expected, found) = (try first.next(&draws), try second.next(&copy))
            #expect(expected.prompts == found.prompts && expected.timesteps == found.timesteps)
            #expect(expected.noise.scalars == found.noise.scalars && expected.latents.scalars == found.latents.scalars)
        }
        #expect(!batches(run, try ImageSet(set.elements.prefix(3).map(\.image), crop: .buckets), prior: prior).fits(copy))
    }

    /// The class's pictures of the batch's size where everything is among them, else all of them, cut to it.
    @Test func theClassHasTheSizeOfTheBatch() throws {
        let run = try SmallRun()
        for step in [6, 1] {
            let set = try mixed(run, prompt: "class", step: step)
            var (batches, draws, prompts) = (batches(run, try mixed(run), prior: set), TrainingDraws(seed: 2), Set<String>())
            for _ in 0..<12 {
                let batch = try batches.next(&draws)
                #expect(batch.priorCount == 2 && batch.latents.shape[0] == 4)
                prompts.formUnion(batch.prompts.suffix(2))
            }
            #expect(prompts.count == (step == 6 ? 1 : 6))
            #expect(draws.prior.buckets.isEmpty == (step == 1))
        }
    }

    /// Two sets that are made to different sizes can be joined as well.
    @Test func setsOfDifferentSizesAreLearntTogether() throws {
        let run = try SmallRun()
        let images = try mixed(run).elements.map(\.image)
        let set = try ImageSet(images, size: run.model.size) + ImageSet(images, size: run.model.size * 2)
        var (batches, draws, shapes) = (batches(run, set), TrainingDraws(seed: 2), Set<[Int]>())
        for _ in 0..<12 { shapes.insert(try batches.next(&draws).latents.shape) }
        #expect(shapes.count == 2)
    }

    @Test func theFixedLossIsTakenSizeBySize() throws {
        let run = try SmallRun()
        let validation = try FixedValidation(run.subject, on: mixed(run), model: run.model, count: 9)
        let (single, batched) = (try validation.loss(batchSize: 1), try validation.loss(batchSize: 4))
        #expect(single.isFinite && abs(single - batched) < 1e-5 * single)
    }
}

extension Bitmap {
    fileprivate func withWhiteEnds(_ length: Int) -> Bitmap {
        let pixels = (0..<height * width).flatMap { place in
            let isEnd = place % width < length || place % width >= width - length
            return Array(repeating: UInt8(isEnd ? 255 : 0), count: 3)
        }
        return (try? Bitmap(width: width, height: height, pixels: pixels)) ?? self
    }
}
