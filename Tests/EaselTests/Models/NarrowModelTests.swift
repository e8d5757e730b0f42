import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import Testing

/// The embedded model in bfloat16: half of the memory for what is frozen and what training keeps, and the same lessons.
@Suite(.serialized) struct NarrowModelTests {
    private static let path = EaselTinyModel.repository.appending(path: "Sources/Easel/Resources/models/easel-tiny").path

    private func parameters(_ model: Model) -> [Parameter] {
        model.diffusion.unet.parameters + model.diffusion.textModel.parameters + model.diffusion.autoencoder.parameters
    }

    @Test func weightsAreRoundedAndComeBackSo() throws {
        let tiny = try EaselTinyModel(precision: .bfloat16)
        let whole = try EaselTinyModel()
        for (narrow, full) in zip(parameters(tiny.model), parameters(whole.model)) {
            #expect(narrow.isNarrow == (full.shape.count > 1 && !full.path.contains("embedding.weight")), "\(narrow.path)")
            let expected = narrow.isNarrow ? NarrowTensor(rounding: full.value).widened() : full.value
            #expect(narrow.value.scalars == expected.scalars, "\(narrow.path)")
        }
        let hash = tiny.model.hash
        #expect(hash != whole.model.hash)
        _ = try train(.dreamBooth, tiny)
        #expect(tiny.model.hash != hash && tiny.model.diffusion.unet.parameters.allSatisfy { !$0.isNarrow })
        try tiny.model.reset()
        #expect(tiny.model.hash == hash && tiny.model.diffusion.unet.parameters.contains { $0.isNarrow })
    }

    @Test func whatIsSavedIsWhatWasLoaded() throws {
        let tiny = try EaselTinyModel(precision: .bfloat16)
        let folder = FileManager.default.temporaryDirectory.appending(path: "easel-narrow-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try tiny.session.save(tiny.model, to: folder)
        let session = EaselSession()
        #expect(try session.load(folder).hash == tiny.model.hash)
        #expect(try session.load(folder, precision: .bfloat16).hash == tiny.model.hash)
        #expect(throws: EaselError.self) { try session.load(folder, precision: .float16) }
    }

    @Test func picturesAreNearlyTheSame() throws {
        let models = try [EaselSession.Precision.float32, .bfloat16].map { try EaselTinyModel(precision: $0) }
        var arguments = SamplingArguments()
        (arguments.seed, arguments.steps) = (3, 12)
        let pictures = try models.map { try $0.model.sample(["a photo of a brown dog"], arguments)[0].bitmap.tensor }
        let difference = (pictures[0] - pictures[1]).square().mean().item.squareRoot()
        print("a picture in bfloat16: \(difference) from that in float32, root mean square of −1…1")
        #expect(difference > 0 && difference < 0.1)
    }

    // MARK: - Training

    enum Method: CaseIterable {
        case textualInversion, dreamBooth, lora, oft
    }

    private func thing(_ method: Method, _ model: Model) throws -> any Trainable {
        switch method {
        case .textualInversion: try model.tokens.first ?? model.addToken("<moss>", initializer: "cat")
        case .dreamBooth: try model.subject("sks", category: "cat")
        case .lora: try model.adapters.first ?? model.lora(rank: 4)
        case .oft: try model.adapters.first ?? model.oft(blockSize: 8)
        }
    }

    private func train(
        _ method: Method, _ tiny: EaselTinyModel, resume: TrainingRun? = nil, stopAt step: Int = 4, checkpointing: GradientCheckpointing = .off
    ) throws -> TrainingRun {
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.checkpointEvery, arguments.validateEvery, arguments.checkpointing) = (4, 2, 1, 0, checkpointing)
        (arguments.resume, arguments.onStep) = (resume.map { .run($0) }, { $0.index < step })
        if method == .dreamBooth { (arguments.prior, arguments.trainsTextEncoder) = (.count(4), false) }
        return try tiny.model.train(thing(method, tiny.model), on: tiny.pictures("moss-cat/single"), arguments)
    }

    @Test(arguments: Method.allCases) func aRunGoesOnAndRecomputesToTheSameBits(_ method: Method) throws {
        let models = try (0..<3).map { _ in try EaselTinyModel(precision: .bfloat16) }
        let runs = [
            try train(method, models[0]), try train(method, models[1], resume: train(method, models[1], stopAt: 2)),
            try train(method, models[2], checkpointing: .on),
        ]
        let values = runs.map { $0.thing.parameters.map(\.value.scalars) }
        #expect(runs.allSatisfy { $0.losses == runs[0].losses } && runs[0].losses.count == 4)
        #expect(values[0] == values[1] && values[0] == values[2])
    }

    @Test(arguments: Method.allCases) func aRunDoesNotDependOnTheNumberOfThreads(_ method: Method) throws {
        let usual = Parallelism.threads
        defer { Parallelism.threads = usual }
        let runs = try [1, 2, 5].map { threads in
            Parallelism.threads = threads
            return try train(method, EaselTinyModel(precision: .bfloat16), stopAt: 2)
        }
        let values = runs.map { $0.thing.parameters.map(\.value.scalars) }
        #expect(runs.allSatisfy { $0.losses == runs[0].losses } && runs[0].losses.count == 2)
        #expect(values[0] == values[1] && values[0] == values[2])
    }

    /// Loss and gradients beside those of float32, and of float32 with the same rounded weights: what is left is what rounded activations do.
    @Test(arguments: Method.allCases) func gradientsAreNearlyTheSame(_ method: Method) throws {
        let whole = try gradient(method, EaselTinyModel())
        let rounded = try EaselTinyModel()
        for parameter in parameters(rounded.model) where parameter.shape.count > 1 && !parameter.path.contains("embedding.weight") {
            parameter.update(NarrowTensor(rounding: parameter.value).widened())
        }
        let (weights, narrow) = (try gradient(method, rounded), try gradient(method, EaselTinyModel(precision: .bfloat16)))
        #expect(weights.loss == narrow.loss, "the way forward is the same, but for the weights")
        let (byAll, byActivations) = (distance(narrow.values, whole.values), distance(narrow.values, weights.values))
        print("\(method): loss \(narrow.loss), in float32 \(whole.loss); gradient off by \(byAll) of its norm, by activations alone \(byActivations)")
        #expect(abs(narrow.loss / whole.loss - 1) < 0.01)
        #expect(byAll < 0.1 && byActivations < 0.03 && byActivations > 0)
    }

    private func gradient(_ method: Method, _ tiny: EaselTinyModel) throws -> (loss: Float, values: [[Float]]) {
        let (model, thing) = (tiny.model.diffusion, try thing(method, tiny.model))
        var generator = TorchGenerator(seed: 4)
        let shape = [2, 4, 16, 16]
        let batch = TrainingBatch(
            latents: Tensor.randn(shape, generator: &generator), noise: Tensor.randn(shape, generator: &generator), timesteps: [200, 700],
            prompts: [thing.prompt("a photo of {}"), thing.prompt("a {} on the beach")])
        // What an adapter adds is nothing before it has learnt.
        for parameter in thing.parameters where method == .lora || method == .oft {
            parameter.update(Tensor.randn(parameter.shape, generator: &generator) * 0.05)
        }
        let uses = (thing as? any Adapter).map { [AdapterUse($0)] } ?? []
        return try uses.during(isFixed: false) {
            for parameter in thing.parameters { (parameter.isTrainable) = true }
            defer { for parameter in thing.parameters { parameter.isTrainable = false } }
            let loss = try DenoisingLoss(model: model, interruption: .never)(batch).loss
            let found = try gradients(of: loss)
            return (loss.item, thing.parameters.map { found[$0.value]?.scalars ?? [] })
        }
    }

    /// Euclidean, as a share of the second's length.
    private func distance(_ one: [[Float]], _ other: [[Float]]) -> Float {
        let squares = zip(one, other).map { zip($0, $1).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        let lengths = other.map { $0.reduce(Float(0)) { $0 + $1 * $1 } }
        return (squares.reduce(0, +) / lengths.reduce(0, +)).squareRoot()
    }
}
