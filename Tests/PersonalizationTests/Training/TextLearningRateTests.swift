import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// The text model's own learning rate.
@Suite struct TextLearningRateTests {
    /// Without decay a weight's first step is as long as its learning rate, whatever its gradient.
    @Test(arguments: [false, true], [nil, 1e-6, 1e-3]) func firstStepsAreAsLong(inBackward: Bool, rate: Double?) throws {
        let run = try SmallRun(trainsText: true)
        let text = run.model.textModel.parameters
        let before = (text: text.map(\.value), unet: run.model.unet.parameters.map(\.value))
        let loop = try run.loop(inBackward: inBackward) {
            ($0.weightDecay, $0.textLearningRate) = (0, rate)
        }
        _ = try loop.next()
        #expect(isNear(longest(before.unet, run.model.unet.parameters), run.learningRate))
        #expect(isNear(longest(before.text, text), rate ?? run.learningRate))
    }

    @Test func aWarmUpBeginsAtNothing() throws {
        let run = try SmallRun()
        let before = run.subject.parameters.map(\.value.scalars)
        let loop = try run.loop(inBackward: false) { ($0.steps, $0.schedule, $0.warmup) = (4, .constantWithWarmup, 2) }
        var rates: [Double] = []
        while let step = try loop.next() {
            rates.append(step.learningRate)
            if step.index == 1 { #expect(run.subject.parameters.map(\.value.scalars) == before) }
        }
        #expect(rates == [0, 0.5, 1, 1].map { $0 * run.learningRate })
    }

    private func longest(_ before: [Tensor], _ parameters: [Parameter]) -> Double {
        zip(before, parameters).flatMap { ($1.value - $0).scalars }.reduce(0) { max($0, Double($1.magnitude)) }
    }

    /// Within what rounding leaves of a small change of a weight around 1.
    private func isNear(_ length: Double, _ rate: Double) -> Bool { abs(length - rate) < 0.02 * rate + 3e-7 }
}
