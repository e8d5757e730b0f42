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
            let run = try SmallRun(trainsText: true)
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
        let run = try SmallRun(trainsText: true)
        let spare = Parameter(path: "spare", value: Tensor.ones([4]))
        let thing = Extended(run.subject, spare)
        let loop = try run.loop(of: thing, inBackward: true)
        _ = try loop.next()
        #expect(spare.value.scalars == Array(repeating: 1 - 1e-4 * 0.01, count: 4))
    }

    @Test func anInterruptBeforeTheFirstWeightStopsAtOnce() throws {
        let run = try SmallRun()
        let asked = Atomic<Int>(0)
        let count = Atomic<Int>(.max)
        let interruption = Interruption { asked.add(1, ordering: .relaxed).newValue > count.load(ordering: .relaxed) }
        let loop = try run.loop(inBackward: true, checkpointing: true, interruption: interruption)
        let before = run.subject.parameters.map(\.value.scalars)
        count.store(5, ordering: .relaxed)
        #expect(throws: Interrupted.self) { try loop.next() }
        #expect(run.subject.parameters.map(\.value.scalars) == before && loop.state.step == 0)
    }

    /// Asked for as soon as the first weight is new: the last one becomes new as well, and then it is heard.
    @Test func anInterruptWaitsForTheLastWeight() throws {
        let run = try SmallRun()
        let parameters = run.subject.parameters
        let before = parameters.map(\.value.scalars)
        // The last layer of the network is the first to be new.
        nonisolated(unsafe) let last = try #require(parameters.last)
        let first = try #require(before.last)
        let loop = try run.loop(inBackward: true, checkpointing: true, interruption: Interruption { last.value.scalars != first })
        #expect(try loop.next()?.index == 1)
        let after = parameters.map(\.value.scalars)
        #expect(zip(before, after).allSatisfy { $0 != $1 } && !loop.isTorn)
        #expect(throws: Interrupted.self) { try loop.next() }
        #expect(parameters.map(\.value.scalars) == after && loop.state.step == 1 && !loop.isTorn)
    }

    /// The loss is finite and its gradient is not: some weights are new by then, and the loop says so.
    @Test func aStepThatBreaksOffIsKnown() throws {
        for inBackward in [false, true] {
            let run = try SmallRun()
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
                let run = try SmallRun()
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
