import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Synchronization
import Tensors
import TestSupport
import Testing

/// Adapters with the embedded model: trained, used, kept and merged.
@Suite(.serialized) struct AdapterTests {
    private let tiny: EaselTinyModel
    private let folder: TemporaryFolder

    init() throws {
        tiny = try EaselTinyModel()
        folder = try TemporaryFolder()
    }

    private var model: Model { tiny.model }

    private func draw(with adapters: [AdapterUse] = [], _ model: Model? = nil) throws -> [Image] {
        var arguments = SamplingArguments()
        (arguments.seed, arguments.steps) = (3, 5)
        return try (model ?? self.model).sample(["a photo of a cat"], arguments, with: adapters)
    }

    @discardableResult
    private func train(
        _ thing: any Trainable, steps: Int = 3, rate: Double = 1e-3, on tiny: EaselTinyModel? = nil, _ change: (inout TrainingArguments) -> Void = { _ in }
    ) throws -> TrainingRun {
        let tiny = tiny ?? self.tiny
        var arguments = TrainingArguments()
        (arguments.steps, arguments.learningRate, arguments.validateEvery, arguments.checkpointEvery) = (steps, rate, 0, 100)
        change(&arguments)
        return try tiny.model.train(thing, on: try tiny.pictures("moss-cat/single", prompts: .list(["a photo of a moss cat"])), arguments)
    }

    private func pixels(_ images: [Image]) -> [UInt8] { images.flatMap(\.bitmap.pixels) }

    /// A new adapter is without effect, a trained one has one, and the model stays as it was.
    @Test(arguments: [TrainingMethod.lora, .oft]) func adaptersLearnAndLeaveTheModelAlone(_ method: TrainingMethod) throws {
        let (before, hash) = (try pixels(draw()), model.hash)
        let adapter: any Adapter = method == .lora ? try model.lora() : try model.oft(blockSize: 8)
        let fresh = try draw(with: [AdapterUse(adapter)])
        #expect(zip(pixels(fresh), before).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        let run = try train(adapter)
        #expect(run.steps == 3 && adapter.parameters.allSatisfy { !$0.isTrainable })
        let drawn = try draw(with: [AdapterUse(adapter)])
        #expect(pixels(drawn) != before)
        #expect(try pixels(draw()) == before && model.diffusion.weightsHash() == hash)
        #expect(try pixels(draw(with: [AdapterUse(adapter, strength: 0)])) == before || method == .oft)
        #expect(try pixels(draw(with: [AdapterUse(adapter, strength: 0.5)])) != pixels(drawn))
        try adapter.reset()
        #expect(try pixels(draw(with: [AdapterUse(adapter)])) == pixels(fresh))
    }

    /// Many steps at a high rate: the loss on fixed noise falls, so the adapter learns and does not only change.
    @Test(arguments: [TrainingMethod.lora, .oft]) func theLossOnFixedNoiseFalls(_ method: TrainingMethod) throws {
        let adapter: any Adapter = method == .lora ? try model.lora() : try model.oft(blockSize: 16)
        let run = try train(adapter, steps: 40, rate: 5e-3) { $0.validateEvery = 40 }
        let losses = run.validationLosses
        print("\(method.rawValue): loss on fixed noise \(losses)")
        #expect(losses.count == 2 && losses[1] < losses[0] * 0.99)
    }

    @Test func rotationsKeepTheEnergy() throws {
        let oft = try model.oft(blockSize: 8)
        try train(oft)
        let energies = oft.hypersphericalEnergies()
        #expect(abs(energies.after / energies.before - 1) < 1e-5)
    }

    /// The paper's constraint holds after every step.
    @Test func constrainedRotationsStaySmall() throws {
        let oft = try model.oft(blockSize: 8, constraint: 1e-4)
        try train(oft, rate: 0.1)
        for layer in oft.layers {
            let limit = 1e-4 * 64 / Double(layer.target.inputs / 8).squareRoot()
            let norms = SkewSymmetric.matrices(layer.skew.value, size: 8).square().sum(axes: [1, 2], keepDims: false).sqrt().scalars
            // Steps are large: all blocks are brought back to where the limit is.
            #expect(norms.allSatisfy { (limit * 0.9999...limit * 1.0001).contains(Double($0)) })
        }
    }

    /// Stopped and gone on from, a run ends with the values of one that was not stopped.
    @Test(arguments: [TrainingMethod.lora, .oft]) func anInterruptedRunGoesOnToTheSameValues(_ method: TrainingMethod) throws {
        func make(_ model: Model) throws -> any Adapter {
            method == .lora ? try model.lora(targets: [.attention, .textEncoder, .convolutions]) : try model.oft(blockSize: 8, constraint: 1e-3)
        }
        let whole = try make(model)
        let run = try train(whole, steps: 6)
        let other = try EaselTinyModel()
        let parts = try make(other.model)
        let half = try train(parts, steps: 6, on: other) { $0.onStep = { $0.index < 3 } }
        #expect(half.steps == 3)
        let rest = try train(parts, steps: 6, on: other) {
            $0.learningRate = nil
            $0.resume = .run(half)
        }
        #expect(rest.losses == run.losses && !run.losses.isEmpty)
        #expect(parts.parameters.map(\.value.scalars) == whole.parameters.map(\.value.scalars))
    }

    @Test func checkpointingChangesNoNumber() throws {
        let (kept, again) = (try model.lora(targets: [.attention, .convolutions, .feedForward, .projections]), try EaselTinyModel())
        try train(kept) { $0.checkpointing = .off }
        let other = try again.model.lora(targets: [.attention, .convolutions, .feedForward, .projections])
        try train(other, on: again) { $0.checkpointing = .on }
        #expect(kept.parameters.map(\.value.scalars) == other.parameters.map(\.value.scalars))
    }

    @Test(arguments: LoRADialect.allCases) func filesDrawTheSamePicture(_ dialect: LoRADialect) throws {
        let lora = try model.lora(rank: 2, alpha: 3, targets: [.attention, .textEncoder])
        try train(lora)
        let path = "\(folder.path)/mine.safetensors"
        try tiny.session.save(lora, to: path, format: dialect)
        let again = try model.loadAdapter(path, name: "again")
        #expect(try pixels(draw(with: [AdapterUse(again)])) == pixels(draw(with: [AdapterUse(lora)])))
        #expect(throws: EaselError.self) { try tiny.session.save(lora, to: "\(folder.path)/mine.bin") }
    }

    @Test func foldersOfRotationsDrawTheSamePicture() throws {
        let oft = try model.oft(blockSize: 8)
        try train(oft)
        try tiny.session.save(oft, to: "\(folder.path)/mine")
        let again = try model.loadAdapter("\(folder.path)/mine")
        #expect(again.label == "mine")
        #expect(try pixels(draw(with: [AdapterUse(again)])) == pixels(draw(with: [AdapterUse(oft)])))
        #expect(throws: EaselError.self) { try tiny.session.save(oft, to: "\(folder.path)/mine.safetensors") }
    }

    /// A merged model draws by itself what the adapters made it draw.
    @Test func mergedModelsDrawTheSamePicture() throws {
        let (lora, oft) = (try model.lora(targets: [.attention, .convolutions]), try model.oft(blockSize: 8))
        try train(lora)
        try train(oft)
        let uses = [AdapterUse(lora, strength: 0.7), AdapterUse(oft)]
        let (hash, drawn) = (model.hash, try pixels(draw(with: uses)))
        try model.merge(uses)
        #expect(model.hash != hash)
        let merged = try pixels(draw())
        #expect(zip(merged, drawn).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
        try model.reset()
        #expect(model.hash == hash)
    }

    /// A recipe names the adapters, and `recreate` uses them.
    @Test func recipesNameTheAdapters() throws {
        let (first, second) = (try model.lora(), try model.lora(rank: 2, name: "other"))
        try train(first)
        try train(second)
        let image = try #require(draw(with: [AdapterUse(first, strength: 0.7), AdapterUse(second)]).first)
        let recipe = try #require(image.recipe)
        #expect(recipe.adapters?.map(\.name) == ["lora", "other"] && recipe.adapters?.map(\.strength) == [0.7, 1])
        #expect(recipe.summary.contains("lora at 0.7"))
        #expect(Recipe(json: recipe.json) == recipe)
        #expect(try draw()[0].recipe?.adapters == nil)
        for name in ["mine.png", "mine.jpg"] {
            let path = "\(folder.path)/\(name)"
            try image.write(to: path)
            let again = try model.recreate(path)
            #expect(pixels([again.image]) == pixels([image]), "\(name)")
        }
        let manifest = tiny.session.manifest()
        #expect(manifest.adapters?.map(\.name) == ["lora", "other"])
        #expect(try model.verify(manifest).allSatisfy { $0 == .identical })
        first.reset()
        #expect(try model.verify(manifest).contains { $0 == .impossible(reason: "the adapter 'lora' has learnt something else") })
    }

    /// A word learnt over an adapter: the adapter stays as it is.
    @Test func tokensAreTrainedOverAdapters() throws {
        let lora = try model.lora()
        try train(lora)
        let values = lora.parameters.map(\.value.scalars)
        let alone = try train(try model.addToken("<a>", initializer: "cat")).losses
        let over = try train(try model.addToken("<a>", initializer: "cat")) { $0.adapters = [AdapterUse(lora)] }.losses
        #expect(alone != over && lora.parameters.map(\.value.scalars) == values)
    }

    /// With a subject's prompts, and pictures of its class that are drawn without the adapter.
    @Test func adaptersLearnSubjectsBesideTheirClass() throws {
        let lora = try model.lora(subject: try model.subject("sks", category: "cat"))
        #expect(lora.priorPrompts == ["a photo of a cat"] && lora.prompt("{} on the beach") == "sks cat on the beach")
        let run = try train(lora) { $0.prior = .count(2) }
        #expect(run.settings.priorImages == 2 && run.settings.priorWeight == 1)
        #expect(throws: EaselError.self) { try train(try model.lora()) { $0.prior = .count(2) } }
    }

    /// A class is drawn by the model alone, also where the adapter has learnt something before.
    @Test func classesAreDrawnWithoutTheAdapter() throws {
        let lora = try model.lora(subject: try model.subject("sks", category: "cat"))
        func drawn() throws -> [Data] {
            let place = try #require(try train(lora) { $0.prior = .count(2) }.settings.priorFolder)
            defer { try? FileManager.default.removeItem(atPath: place) }
            return try FileManager.default.contentsOfDirectory(atPath: place).sorted().map { try Data(contentsOf: URL(filePath: "\(place)/\($0)")) }
        }
        let before = try drawn()
        #expect(try drawn() == before && before.count == 2)
    }

    @Test func adaptersOfOtherModelsAreRefused() throws {
        let other = try EaselTinyModel()
        let lora = try other.model.lora()
        #expect(throws: EaselError.self) { try draw(with: [AdapterUse(lora)]) }
        #expect(throws: EaselError.self) { try train(lora) }
        #expect(throws: EaselError.self) { try model.merge([AdapterUse(lora)]) }
        #expect(throws: EaselError.self) { try draw(with: [AdapterUse(try model.lora(), strength: .nan)]) }
        #expect(throws: PersonalizationError.self) { try model.lora(rank: 0) }
        #expect(throws: PersonalizationError.self) { try model.oft(blockSize: 1) }
        #expect(throws: PersonalizationError.self) { try model.lora(targets: []) }
    }
}
