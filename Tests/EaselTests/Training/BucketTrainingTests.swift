import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import Testing

/// Oblong pictures, learnt by every method.
@Suite(.serialized) struct BucketTrainingTests {
    enum Method: CaseIterable {
        case textualInversion, dreamBooth, lora, fineTuning
    }

    /// The photographs of a concept, some of them cut to be wide or tall.
    private func photos(_ tiny: EaselTinyModel) throws -> ImageSet {
        let images = try tiny.pictures("moss-cat/single").elements.prefix(5).enumerated().map { index, element in
            let side = element.image.bitmap.width
            let (width, height) = index == 1 ? (side, side / 2) : index == 2 ? (side / 2, side) : (side, side)
            return PromptedImage(bitmap: try element.image.bitmap.cropped(x: 0, y: 0, width: width, height: height), source: "\(index)", prompts: ["a {}"])
        }
        return try ImageSet(Array(images), crop: .buckets)
    }

    private func train(_ method: Method, _ tiny: EaselTinyModel, resume: TrainingRun? = nil, stopAt step: Int = 6) throws -> TrainingRun {
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.checkpointEvery, arguments.validateEvery) = (6, 2, 1, 6)
        (arguments.resume, arguments.onStep) = (resume.map { .run($0) }, { $0.index < step })
        if method == .dreamBooth { arguments.prior = .count(5) }
        let thing: any Trainable =
            switch method {
            case .textualInversion:
                try tiny.model.tokens.first ?? tiny.model.addToken("<moss>", initializer: "cat")
            case .dreamBooth: try tiny.model.subject("sks", category: "cat")
            case .lora: try tiny.model.adapters.first ?? tiny.model.lora(rank: 2)
            case .fineTuning: tiny.model.weights
            }
        return try tiny.model.train(thing, on: photos(tiny), arguments)
    }

    @Test(arguments: Method.allCases) func everyMethodLearnsAndGoesOn(_ method: Method) throws {
        let (whole, parts) = (try EaselTinyModel(), try EaselTinyModel())
        let run = try train(method, whole)
        let stopped = try train(method, parts, stopAt: 3)
        #expect(stopped.steps == 3)
        let rest = try train(method, parts, resume: stopped)
        #expect(rest.losses == run.losses && run.losses.count == 6)
        let values = [run, rest].map { $0.thing.parameters.map(\.value.scalars) }
        #expect(values[0] == values[1])
    }

    /// The class is drawn in the shapes of the pictures, and found again.
    @Test func theClassIsDrawnInTheirShapes() throws {
        let tiny = try EaselTinyModel()
        let run = try train(.dreamBooth, tiny)
        let folder = try #require(run.settings.priorFolder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["0001.png", "0002-80x48.png", "0003-48x80.png", "0004.png", "0005.png"])
        let wide = try ImageFile(path: "\(folder)/0002-80x48.png").bitmap
        #expect(wide.width == 80 && wide.height == 48)
    }
}
