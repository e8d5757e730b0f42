import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// A ControlNet learns, and nothing else does.
@Suite struct ControlNetTrainingTests {
    private func pairs(_ side: Int) throws -> ImageSet {
        let pictures = try (0..<3).map { index in
            let bitmap = try Bitmap(
                width: side, height: side, pixels: (0..<(side * side * 3)).map { UInt8(truncatingIfNeeded: ($0 / 5 + 40 * index) * (index + 1)) })
            return PromptedImage(bitmap: bitmap, source: "\(index)", prompts: ["a cup \(index)"])
        }
        return try ImageSet(pictures).controlled(by: pictures.map { $0.bitmap.flippedHorizontally() })
    }

    private func loop(_ control: ControlNet, _ model: StableDiffusion, checkpointing: Bool = false, steps: Int = 3) throws -> TrainingLoop {
        var settings = TrainingSettings(steps: steps, batchSize: 2, learningRate: 1e-3, weightDecay: 0)
        settings.emptyPrompts = 0.5
        return try TrainingLoop(control, on: pairs(model.size), model: model, settings: settings, checkpointing: checkpointing)
    }

    /// Its zero convolutions make it say nothing, so the first loss is the model's own.
    @Test func aNewOneChangesNothing() throws {
        let model = try SmallModel.load()
        let control = try ControlNet(in: model)
        let first = try #require(try loop(control, model).next())
        let plain = try #require(try loopOfNothing(model).next())
        #expect(first.loss == plain.loss)
    }

    /// The model's own loss on the same draws: a token that is in no prompt learns nothing.
    private func loopOfNothing(_ model: StableDiffusion) throws -> TrainingLoop {
        var settings = TrainingSettings(steps: 3, batchSize: 2, learningRate: 1e-3, weightDecay: 0)
        settings.emptyPrompts = 0.5
        return try TrainingLoop(Token("<none>", initializer: "dog", in: model), on: pairs(model.size), model: model, settings: settings)
    }

    /// In the first step only the zero convolutions move (what lies behind them has no gradient yet); then everything does, and the model stays.
    @Test func layersWakeOneAfterTheOther() throws {
        let model = try SmallModel.load()
        let control = try ControlNet(in: model)
        let frozen = model.unet.parameters.map(\.value.scalars)
        let before = control.parameters.map(\.value.scalars)
        let loop = try loop(control, model)
        _ = try loop.next()
        for (parameter, old) in zip(control.parameters, before) {
            let isZeroConvolution = parameter.path.hasPrefix("controlnet_down_blocks") || parameter.path.hasPrefix("controlnet_mid_block")
            #expect((parameter.value.scalars != old) == isZeroConvolution, "\(parameter.path)")
        }
        _ = try loop.next()
        _ = try loop.next()
        let asleep = zip(control.parameters, before).filter { $0.value.scalars == $1 }.map(\.0.path)
        #expect(asleep.isEmpty)
        #expect(model.unet.parameters.map(\.value.scalars) == frozen)
    }

    @Test func checkpointingGivesTheSameBits() throws {
        let values = try [false, true].map { checkpointing in
            let model = try SmallModel.load()
            let control = try ControlNet(in: model)
            let loop = try loop(control, model, checkpointing: checkpointing)
            while try loop.next() != nil {}
            return control.parameters.map(\.value.scalars)
        }
        #expect(values[0] == values[1])
    }

    /// Many steps on the same three pairs: the loss on fixed noise goes below the model's own.
    @Test func itLearns() throws {
        let model = try SmallModel.load()
        let control = try ControlNet(in: model)
        let validation = try FixedValidation(control, on: pairs(model.size), model: model, count: 6)
        let before = try validation.loss(batchSize: 6)
        let loop = try loop(control, model, steps: 60)
        while try loop.next() != nil {}
        let after = try validation.loss(batchSize: 6)
        #expect(after < 0.97 * before, "\(before) before, \(after) after")
        control.reset()
        #expect(try validation.loss(batchSize: 6) == before)
    }

    @Test func picturesWithoutControlsAreRefused() throws {
        let model = try SmallModel.load()
        let plain = try ImageSet(pairs(model.size).elements.map { PromptedImage(bitmap: $0.image.bitmap, source: "", prompts: ["a"]) })
        #expect(throws: PersonalizationError.noControls) {
            try TrainingLoop(ControlNet(in: model), on: plain, model: model, settings: TrainingSettings(learningRate: 1))
        }
    }

    @Test func itBelongsToModelsOfItsShape() throws {
        let model = try SmallModel.load()
        let control = try ControlNet(in: model)
        #expect(try control.belongs(to: model) && control.belongs(to: SmallModel.load()))
        guard let path = Fixtures.folder("sd2-tiny/model") else { return }
        #expect(try !control.belongs(to: SmallModel.load(path)))
    }
}
