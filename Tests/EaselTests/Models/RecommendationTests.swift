import Easel
import Foundation
import ModelRegistry
import NeuralNetworks
import Personalization
import TestSupport
import Testing

/// What a checkpoint's `easel.json` says comes before Easel's defaults, and what a person says before both.
@Suite(.serialized) struct RecommendationTests {
    private static let tiny = EaselTinyModel.repository.appending(path: "Sources/Easel/Resources/models/easel-tiny")
    private let folder: TemporaryFolder
    private let session = EaselSession()

    init() throws {
        folder = try TemporaryFolder()
        session.runsFolder = folder.path + "/runs"
        session.archive = ModelRegistry(folder: folder.path + "/registry")
    }

    /// The embedded model beside other recommendations.
    private func model(_ recommended: String) throws -> Model {
        let place = folder.path + "/model"
        try? FileManager.default.removeItem(atPath: place)
        try FileManager.default.copyItem(atPath: Self.tiny.path, toPath: place)
        try Data("{ \"format\": 1, \"recommended\": \(recommended) }".utf8).write(to: URL(filePath: place + "/easel.json"))
        return try session.load(place)
    }

    private var photos: ImageSet {
        get throws { try session.images([EaselTinyModel.repository.appending(path: "notebooks/concepts/moss-cat/single").path]) }
    }

    /// The settings of a training that takes no step.
    private func settings(_ thing: any Trainable, of model: Model, _ change: (inout TrainingArguments) -> Void = { _ in }) throws -> TrainingSettings {
        var arguments = TrainingArguments()
        (arguments.prior, arguments.validateEvery, arguments.batchSize) = (.count(2), 0, 1)
        arguments.onStep = { _ in false }
        change(&arguments)
        return try model.train(thing, on: photos, arguments).settings
    }

    private static let everything = """
        {
            "sample": { "steps": 7, "guidanceScale": 2.5, "sampler": "ddim" },
            "dreamBooth": { "steps": 11, "learningRate": 1e-4, "snrGamma": 5 },
            "metamodel": {
                "steps": 13, "batchSize": 2, "learningRate": 2e-4, "schedule": "cosine", "trainTextEncoder": false, "trainIdentifier": true,
                "textLearningRate": 0.05, "snrGamma": 1
            }
        }
        """

    @Test func trainingBeginsWithWhatTheCheckpointSays() throws {
        let model = try model(Self.everything)
        let found = try settings(model.subject("sks", category: "cat"), of: model)
        #expect(found.steps == 11 && found.learningRate == 1e-4 && found.snrGamma == 5 && found.schedule == .constant)
        let said = try settings(model.subject("sks", category: "cat"), of: model) { ($0.steps, $0.snrGamma) = (3, 2) }
        #expect(said.steps == 3 && said.snrGamma == 2)
    }

    /// The one number whose absence means something: an earlier run without it had all timesteps alike.
    @Test func timestepsCountAlikeWhereAPersonSaysSo() throws {
        let model = try model(Self.everything)
        let subject = try model.subject("sks", category: "cat")
        var arguments = TrainingArguments()
        (arguments.steps, arguments.prior, arguments.validateEvery, arguments.batchSize, arguments.snrGamma) = (2, .count(2), 0, 1, .infinity)
        let run = try model.train(subject, on: photos, arguments)
        #expect(run.settings.snrGamma == nil)
        #expect(try settings(subject, of: model) { $0.like = run }.snrGamma == nil)
        arguments.resume = .run(run)
        arguments.steps = 3
        #expect(try model.train(subject, on: photos, arguments).settings.snrGamma == nil)
        arguments.snrGamma = 5
        #expect(throws: EaselError.self) { try model.train(subject, on: photos, arguments) }
        (arguments.resume, arguments.snrGamma) = (nil, nil)
        let weighted = try model.train(subject, on: photos, arguments)
        #expect(weighted.settings.snrGamma == 5)
        (arguments.resume, arguments.steps, arguments.snrGamma) = (.run(weighted), 4, .infinity)
        #expect(throws: EaselError.self) { try model.train(subject, on: photos, arguments) }
    }

    @Test func lessonsHaveTheirOwn() throws {
        _ = try model(Self.everything)
        let meta = try session.metamodel("family", owner: "ann")
        let found = try settings(meta.subject(category: "cat"), of: meta) { $0.batchSize = nil }
        #expect(found.steps == 13 && found.batchSize == 2 && found.learningRate == 2e-4 && found.schedule == .cosine && found.snrGamma == 1)
        #expect(found.trainsTextEncoder == false && found.trainsIdentifier == true && found.textLearningRate == 0.05)
    }

    @Test func aSavedModelKeepsThem() throws {
        let model = try model(Self.everything)
        try session.save(model, to: folder.path + "/saved")
        #expect(try session.load(folder.path + "/saved").recommended == model.recommended)
        #expect(model.recommended.lessons?.snrGamma == 1 && model.recommended.training[.dreamBooth]?.snrGamma == 5)
    }

    @Test(arguments: [
        #"{ "dreamBooth": { "snrGamma": 0 } }"#, #"{ "dreamBooth": { "stepz": 3 } }"#, #"{ "metamodel": { "schedule": "cosinus" } }"#,
        #"{ "lora": { "steps": -1 } }"#, #"{ "sample": { "sampler": "best" } }"#,
    ])
    func whatCannotBeUsedIsRefused(_ recommended: String) throws {
        #expect {
            _ = try model(recommended)
        } throws: {
            if case EaselError.unknownRecommendation = $0 { true } else { false }
        }
    }
}
