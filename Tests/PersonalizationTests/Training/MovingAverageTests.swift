import Diffusion
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// The average of what is learnt.
@Suite struct MovingAverageTests {
    /// Six steps of diffusers 0.42.1's `EMAModel(decay: 0.3)`.
    @Test func stepsAreThoseOfDiffusers() {
        var average = Tensor([0.5, -3], shape: [2])
        for step in 1...6 {
            average = MovingAverage(decay: 0.3).next(average, value: Tensor([Float(step * step), 1 / Float(step)], shape: [2]), step: step)
        }
        expectClose(average, [31.66356658935547, 0.18515530228614807], absolute: 1e-6)
    }

    @Test(arguments: [false, true]) func aRunKeepsValuesAndAverages(inBackward: Bool) throws {
        let (plain, averaged) = (try SmallRun(), try SmallRun())
        let loops = [try plain.loop(inBackward: inBackward), try averaged.loop(inBackward: inBackward) { $0.ema = 0.9 }]
        var seen: [[Tensor]] = []
        for _ in 0..<2 {
            for loop in loops { _ = try loop.next() }
            seen.append(loops[0].state.values)
        }
        for (first, second) in zip(loops[0].state.values, loops[1].state.values) {
            #expect(first.scalars == second.scalars, "training goes on from the values")
        }
        let rule = MovingAverage(decay: 0.9)
        for (index, average) in loops[1].state.averages.enumerated() {
            expectClose(average, rule.next(seen[0][index], value: seen[1][index], step: 2).scalars, absolute: 1e-6)
        }
        #expect(loops[0].state.averages.isEmpty)
        let parameters = averaged.subject.parameters
        loops[1].withAverages {
            #expect(parameters.map(\.value.scalars) == loops[1].state.averages.map(\.scalars))
        }
        #expect(parameters.map(\.value.scalars) == loops[1].state.values.map(\.scalars))
        loops[1].adoptAverages()
        #expect(parameters.map(\.value.scalars) == loops[1].state.averages.map(\.scalars))
    }

    @Test func checkpointsKeepBoth() throws {
        let run = try SmallRun()
        let loop = try run.loop(inBackward: false) { $0.ema = 0.9 }
        while try loop.next() != nil {}
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/checkpoint"
        try TrainingCheckpoint(settings: loop.settings, state: loop.state, losses: [1, 1], validationLosses: [], label: "sks dog").write(to: path)
        let saved = try TrainingCheckpoint(folder: path)
        #expect(saved.state.values.map(\.scalars) == loop.state.values.map(\.scalars))
        #expect(saved.state.averages.map(\.scalars) == loop.state.averages.map(\.scalars))
        #expect(try TrainingCheckpoint.values(in: path).map(\.scalars) == loop.state.averages.map(\.scalars), "what the thing was")
        #expect(saved.settings.ema == 0.9)
    }
}
