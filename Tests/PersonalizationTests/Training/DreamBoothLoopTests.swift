import Diffusion
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// The training loop itself takes the steps that diffusers' script took.
@Suite(.enabled(if: SmallModel.hasOwnVocabulary, "the recorded prompts need a vocabulary that only the full fixtures hold"))
struct DreamBoothLoopTests {
    @Test func stepsEqualThoseOfTheScript() throws {
        let cases = try RecordedRun.names().filter { !Self.isQuirk($0) }
        #expect(cases.count == 6)
        for value in cases {
            let run = try RecordedRun(value)
            let loop = try run.loop()
            let initial = run.subject.parameters.map(\.value)
            for index in 0..<loop.settings.steps {
                let step = try #require(try loop.next())
                try expect(step, run, Array(run.passes[index * run.accumulation..<(index + 1) * run.accumulation]))
                if index == 0 { try expectGradients(loop, run) }
            }
            #expect(try loop.next() == nil)
            try expectChanges(from: initial, run)
        }
    }

    /// Of a batch with a prior the script averages the weights of both halves; here each half's timesteps are its own.
    @Test func noiseNeverWeighsTheClass() throws {
        let run = try RecordedRun(#require(try RecordedRun.names().first(where: Self.isQuirk)))
        let step = try #require(try run.loop().next())
        let recorded = run.passes[0]
        let ratios = run.model.noiseSchedule.signalToNoiseRatios(at: recorded["timesteps"].ints ?? [])
        let weights = ratios.map { Double(min($0, 5) / $0) }
        let prior = try #require(recorded["prior_loss"].double)
        let own = (try #require(recorded["loss"].double) - prior) / ((weights[0] + weights[1]) / 2)
        expectClose([Double(step.loss), Double(try #require(step.priorLoss))], [own * weights[0] + prior, prior], absolute: 1e-5, run.name)
    }

    private static func isQuirk(_ value: FixtureValue) -> Bool { value["name"].string?.contains("quirk") == true }

    private func expect(_ step: TrainingStep, _ run: RecordedRun, _ passes: [FixtureValue]) throws {
        let (loss, norm) = (passes.reduce(0) { $0 + ($1["loss"].double ?? .nan) } / Double(passes.count), passes.last?["grad_norm_before_clip"].double)
        let tolerance = try #require(run.value["tolerance"]["loss_abs"].double)
        let what = "\(run.name), step \(step.index)"
        expectClose([Double(step.loss)], [loss], absolute: tolerance, what, parity: Self.row("loss"))
        expectClose([Double(step.gradientNorm)], [norm ?? .nan], relative: 1e-4, what, parity: Self.row("norm of all gradients"))
        #expect(step.learningRate == run.value["lr_per_step"][step.index - 1].double)
        guard run.hasPrior, let prior = passes.last?["prior_loss"].double else { return #expect(step.priorLoss == nil) }
        expectClose([Double(try #require(step.priorLoss))], [prior], absolute: tolerance, what, parity: Self.row("loss of the class"))
    }

    /// After one step AdamW's first moment is a tenth of the clipped gradient.
    private func expectGradients(_ loop: TrainingLoop, _ run: RecordedRun) throws {
        // With accumulation the recorded gradient is that of the first pass alone.
        guard run.accumulation == 1 else { return }
        let norm = Float(run.passes[0]["grad_norm_before_clip"].double ?? .nan)
        let factor = 10 / min(1, Float(try #require(loop.settings.clipNorm)) / norm)
        let moments = Dictionary(uniqueKeysWithValues: zip(run.names, loop.state.optimizer.firstMoments))
        let pairs = try (run.value["grad_step1"].object ?? [:]).map { key, reference in
            ((listedRows(of: try #require(moments[key]), key, run) * factor).scalars, try run.tensor(reference).scalars)
        }
        let limit = try #require(run.value["tolerance"]["grad_rel_l2"].double)
        ParityRecorder.expect(relativeError(pairs.flatMap(\.0), pairs.flatMap(\.1)), within: limit, run.name, Self.row("gradients"))
    }

    private func expectChanges(from initial: [Tensor], _ run: RecordedRun) throws {
        let values = Dictionary(uniqueKeysWithValues: zip(run.names, zip(initial, run.subject.parameters.map(\.value))))
        let pairs = try (run.value["after_last_step"].object ?? [:]).map { key, reference in
            let (before, after) = try #require(values[key])
            let start = listedRows(of: before, key, run)
            return ((listedRows(of: after, key, run) - start).scalars, (try run.tensor(reference) - start).scalars)
        }
        let limit = try #require(run.value["tolerance"]["delta_rel_l2"].double)
        ParityRecorder.expect(relativeError(pairs.flatMap(\.0), pairs.flatMap(\.1)), within: limit, run.name, Self.row("changes"))
        let lengths = try (run.value["delta_all"].object ?? [:]).map { key, reference in
            let (before, after) = try #require(values[key], "\(key)")
            return ([after - before].globalNorm, Float(reference[0].double ?? .nan))
        }
        #expect(lengths.count == run.names.count)
        ParityRecorder.expect(relativeError(lengths.map(\.0), lengths.map(\.1)), within: limit, run.name, Self.row("changes of all weights, lengths"))
    }

    /// Of the large table of tokens the file holds some rows only.
    private func listedRows(of tensor: Tensor, _ name: String, _ run: RecordedRun) -> Tensor {
        guard name.hasSuffix("token_embedding.weight"), let rows = run.value["token_embedding_rows"].ints else { return tensor }
        return tensor.gathered(rows: rows)
    }

    private static func row(_ what: String) -> Parity { Parity(RecordedRun.group, "DreamBooth by the training loop: \(what)") }
}
