import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// The training loop takes the steps of diffusers' script.
@Suite(.enabled(if: SmallModel.hasOwnVocabulary, "the recorded prompts need a vocabulary that only the full fixtures hold"))
struct ControlNetParityTests {
    @Test func stepsEqualThoseOfTheScript() throws {
        let runs = try RecordedControlRun.all()
        #expect(runs.map(\.name) == ["trained", "fresh"])
        for run in runs {
            let loop = try run.loop()
            let start = run.control.parameters.map(\.value)
            for index in 0..<loop.settings.steps {
                let step = try #require(try loop.next())
                let (loss, norm) = (run.value["losses"][index].double ?? .nan, run.value["norms"][index].double ?? .nan)
                let what = "\(run.name), step \(step.index)"
                let limit = try #require(run.value["tolerance"]["loss"].double)
                expectClose([Double(step.loss)], [loss], absolute: limit, what, parity: Self.row("loss"))
                expectClose([Double(step.gradientNorm)], [norm], relative: 1e-4, what, parity: Self.row("norm of all gradients"))
                if index == 0 { try expectGradients(loop, run) }
            }
            try expectChanges(from: start, run)
        }
    }

    /// After one step AdamW's first moment is a tenth of the gradient, whose norm the limit did not reach.
    private func expectGradients(_ loop: TrainingLoop, _ run: RecordedControlRun) throws {
        let factor = 10 * max(1, Float(run.value["norms"][0].double ?? .nan))
        let pairs = zip(run.control.parameters, loop.state.optimizer.firstMoments).compactMap { parameter, moment in
            run.tensor("gradient.\(parameter.path)").map { ((moment * factor).scalars, $0.scalars) }
        }
        #expect(!pairs.isEmpty)
        let limit = try #require(run.value["tolerance"]["gradients"].double)
        ParityRecorder.expect(relativeError(pairs.flatMap(\.0), pairs.flatMap(\.1)), within: limit, run.name, Self.row("gradients"))
    }

    private func expectChanges(from start: [Tensor], _ run: RecordedControlRun) throws {
        let changes = zip(run.control.parameters, start).map { ($0.path, $0.value - $1) }
        let pairs = changes.compactMap { path, change in run.tensor("change.\(path)").map { (change.scalars, $0.scalars) } }
        #expect(!pairs.isEmpty)
        let limit = try #require(run.value["tolerance"]["changes"].double)
        ParityRecorder.expect(relativeError(pairs.flatMap(\.0), pairs.flatMap(\.1)), within: limit, run.name, Self.row("changes"))
        let lengths = try changes.map { path, change in
            ([change].globalNorm, Float(try #require(run.value["changes"][path].double, "\(path)")))
        }
        ParityRecorder.expect(relativeError(lengths.map(\.0), lengths.map(\.1)), within: limit, run.name, Self.row("changes of all weights, lengths"))
    }

    private static func row(_ what: String) -> Parity { Parity("controlnet", "ControlNet by the training loop: \(what)") }
}
