import Diffusion
import Foundation
import NeuralNetworks
import Personalization
import Synchronization
import Tensors
import TestSupport
import Testing

/// Weights that take their step while gradients are still being computed.
@Suite struct StepInBackwardTests {
    @Test(arguments: [TrainingSettings.Optimizer.adamW, .adamW8bit], [false, true])
    func valuesAreTheSameBits(_ optimizer: TrainingSettings.Optimizer, checkpointing: Bool) throws {
        let runs = try [false, true].map { inBackward in
            let run = try Run(trainsText: true)
            let loop = try run.loop(inBackward: inBackward, checkpointing: checkpointing) { $0.optimizer = optimizer }
            var steps: [TrainingStep] = []
            while let step = try loop.next() { steps.append(step) }
            return (steps: steps, loop: loop, parameters: run.subject.parameters)
        }
        #expect(runs[0].steps == runs[1].steps && runs[0].steps.count == 2)
        for (first, second) in zip(runs[0].loop.state.values, runs[1].loop.state.values) { #expect(first.scalars == second.scalars) }
        for (first, second) in zip(runs[0].loop.state.optimizer.secondMoments, runs[1].loop.state.optimizer.secondMoments) {
            #expect(first.scalars == second.scalars)
        }
        for (parameter, value) in zip(runs[1].parameters, runs[1].loop.state.values) {
            #expect(!parameter.isTrainable && parameter.value.scalars == value.scalars)
        }
    }

    /// What nothing depends on decays all the same: a word that no prompt holds.
    @Test func weightsWithoutGradientDecay() throws {
        let run = try Run(trainsText: true)
        let spare = Parameter(path: "spare", value: Tensor.ones([4]))
        let thing = Extended(run.subject, spare)
        let loop = try run.loop(of: thing, inBackward: true)
        _ = try loop.next()
        #expect(spare.value.scalars == Array(repeating: 1 - 1e-4 * 0.01, count: 4))
    }

    @Test func anInterruptWaitsForTheLastWeight() throws {
        let run = try Run()
        let asked = Atomic<Int>(0)
        let count = Atomic<Int>(.max)
        let loop = try run.loop(inBackward: true, checkpointing: true, interruption: Interruption {
            asked.add(1, ordering: .relaxed).newValue > count.load(ordering: .relaxed)
        })
        let before = run.subject.parameters.map(\.value.scalars)
        count.store(5, ordering: .relaxed)
        #expect(throws: Interrupted.self) { try loop.next() }
        #expect(run.subject.parameters.map(\.value.scalars) == before && loop.state.step == 0, "before the first weight is new nothing is")
        // As many times as it is looked at before the walk back.
        count.store(.max, ordering: .relaxed)
        asked.store(0, ordering: .relaxed)
        _ = try loop.next()
        count.store(asked.load(ordering: .relaxed), ordering: .relaxed)
        asked.store(0, ordering: .relaxed)
        #expect(try loop.next()?.index == 2)
        #expect(!loop.isTorn)
    }

    /// The loss is finite and its gradient is not: some weights are new by then, and the loop says so.
    @Test func aStepThatBreaksOffIsKnown() throws {
        for inBackward in [false, true] {
            let run = try Run()
            func scale(_ name: String, _ factor: Float) {
                for parameter in run.model.unet.parameters where parameter.path == name { parameter.update(parameter.value * factor) }
            }
            scale("conv_norm_out.weight", 1e-13)
            scale("conv_norm_out.bias", 0)
            scale("conv_out.weight", 1e30)
            let loop = try run.loop(inBackward: inBackward)
            #expect(throws: PersonalizationError.self) { try loop.next() }
            #expect(loop.isTorn == inBackward && loop.state.step == 0)
        }
    }

    /// Norms and sums of gradients need all of them.
    @Test func whatNeedsAllGradientsHasThem() throws {
        for change in [{ $0.clipNorm = 0.5 }, { $0.gradientAccumulation = 2 }] as [(inout TrainingSettings) -> Void] {
            let runs = try [false, true].map { inBackward in
                let run = try Run()
                let loop = try run.loop(inBackward: inBackward, change)
                _ = try loop.next()
                return loop.state.values.map(\.scalars)
            }
            #expect(runs[0] == runs[1])
        }
    }
}

/// A subject with one more parameter.
private final class Extended: Trainable {
    private let subject: Subject
    private let spare: Parameter

    init(_ subject: Subject, _ spare: Parameter) { (self.subject, self.spare) = (subject, spare) }

    var label: String { subject.label }
    var method: TrainingMethod { subject.method }
    var modelName: String { subject.modelName }
    var parameters: [Parameter] { subject.parameters + [spare] }
    var changesPrompts: Bool { true }
    func prompt(_ template: String) -> String { subject.prompt(template) }
    func belongs(to model: StableDiffusion) -> Bool { subject.belongs(to: model) }
    func reset() throws { try subject.reset() }
}

/// A subject of a small model with random pictures.
private struct Run {
    let model: StableDiffusion
    let subject: Subject

    init(trainsText: Bool = false) throws {
        guard let path = Fixtures.folder("sd1-tiny/model") else { throw FixtureError.missing("sd1-tiny") }
        model = try StableDiffusion(files: ModelFolder(path: path), name: "small")
        subject = try Subject("sks", category: "dog", in: model)
        subject.trainsTextEncoder = trainsText
    }

    func loop(
        of thing: (any Trainable)? = nil, inBackward: Bool, checkpointing: Bool = false, interruption: Interruption = .never,
        _ change: (inout TrainingSettings) -> Void = { _ in }
    ) throws -> TrainingLoop {
        var settings = TrainingSettings(steps: 2, batchSize: 1, learningRate: 1e-4)
        settings.priorWeight = 0.5
        change(&settings)
        return try TrainingLoop(
            thing ?? subject, batches: batches(), model: model, settings: settings, checkpointing: checkpointing, updatesInBackward: inBackward,
            interruption: interruption)
    }

    private func batches() -> RecordedBatches {
        var generator = TorchGenerator(seed: 3)
        let shape = [2, model.unet.configuration.inputChannels, 8, 8]
        return RecordedBatches(
            (0..<4).map { index in
                TrainingBatch(
                    latents: Tensor.randn(shape, generator: &generator), noise: Tensor.randn(shape, generator: &generator), timesteps: [100 + index, 700],
                    prompts: [subject.instancePrompt, subject.classPrompt], priorCount: 1)
            })
    }
}
