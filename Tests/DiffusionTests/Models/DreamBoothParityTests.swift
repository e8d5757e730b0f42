import Diffusion
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The gradients of all weights, and what the optimizer makes of them.
@Suite struct DreamBoothParityTests {
    @Test func stepsEqualThoseOfTheScript() throws {
        let cases = try TrainingCase.all().filter(\.trainsWholeNetworks)
        #expect(!cases.isEmpty)
        for value in cases {
            var run = try DreamBoothRun(value)
            for (index, step) in value.steps.enumerated() {
                let loss = try run.accumulate(step)
                let what = "\(value.name), step \(index)"
                let tolerance = try #require(value.tolerance["loss_abs"].double)
                expectClose([Double(loss)], [step["loss"].double ?? .nan], absolute: tolerance, what, parity: Self.row("loss"))
                if index == 0 { try expectGradients(of: run) }
                guard run.isComplete else { continue }
                let norm = try run.update()
                let expected = step["grad_norm_before_clip"].double ?? .nan
                expectClose([Double(norm)], [expected], relative: 1e-4, what, parity: Self.row("norm of all gradients"))
            }
            try expectChanges(of: run)
        }
    }

    /// The whole gradients of some weights, and the length and sum of all.
    private func expectGradients(of run: DreamBoothRun) throws {
        let value = run.value
        let limit = try #require(value.tolerance["grad_rel_l2"].double)
        let found = run.named(run.gradients)
        let whole = try (value.value["grad_step1"].object ?? [:]).map { key, reference in
            (run.listedRows(of: try #require(found[key]), key).scalars, try value.tensor(reference).scalars)
        }
        ParityRecorder.expect(relativeError(whole.flatMap(\.0), whole.flatMap(\.1)), within: limit, value.name, Self.row("gradients, element by element"))
        try expectSums(of: found, value.value["grad_step1_all"], limit: limit, value.name, Self.row("gradients of all weights, lengths and sums"))
    }

    /// Compares what is left of the weights that were to be found: a reference of length and sum for each tensor.
    private func expectSums(of found: [String: Tensor], _ reference: FixtureValue, limit: Double, _ what: String, _ row: Parity) throws {
        let expected = reference.object ?? [:]
        #expect(Set(expected.keys) == Set(found.keys), "\(what): other names")
        let names = expected.keys.sorted()
        let lengths = names.map { (found[$0]?.norm ?? .nan, Float(expected[$0]?[0].double ?? .nan)) }
        let total = lengths.map(\.1).reduce(0) { $0 + $1 * $1 }.squareRoot()
        ParityRecorder.expect(relativeError(lengths.map(\.0), lengths.map(\.1)), within: limit, "\(what): lengths", row)
        for name in names {
            let tensor = try #require(found[name])
            // By the inequality of Cauchy and Schwarz a sum is off by at most √n times the length of the error.
            let allowed = Double(tensor.count).squareRoot() * limit * Double(total)
            let sum = tensor.scalars.reduce(0.0) { $0 + Double($1) }
            ParityRecorder.expect(abs(sum - (expected[name]?[1].double ?? .nan)), within: allowed, "\(what): sum of \(name)", row)
        }
    }

    private func expectChanges(of run: DreamBoothRun) throws {
        let value = run.value
        let limit = try #require(value.tolerance["delta_rel_l2"].double)
        let (before, after) = (run.named(run.initial), run.named(run.parameters.map(\.value)))
        let whole = try (value.value["after_last_step"].object ?? [:]).map { key, reference in
            let start = run.listedRows(of: try #require(before[key]), key)
            return ((run.listedRows(of: try #require(after[key]), key) - start).scalars, (try value.tensor(reference) - start).scalars)
        }
        ParityRecorder.expect(relativeError(whole.flatMap(\.0), whole.flatMap(\.1)), within: limit, value.name, Self.row("changes, element by element"))
        let changes = zip(run.parameters, run.initial).map { $0.value - $1 }
        try expectSums(of: run.named(changes), value.value["delta_all"], limit: limit, value.name, Self.row("changes of all weights, lengths and sums"))
        for (key, state) in value.value.object ?? [:] where key.hasPrefix("optimizer_state_") {
            let index = try #require(run.names.firstIndex(of: String(key.dropFirst("optimizer_state_".count))))
            let moments = [(run.optimizer.state.firstMoments, "exp_avg"), (run.optimizer.state.secondMoments, "exp_avg_sq")]
            for (tensors, name) in moments {
                let error = try relativeError(tensors[index].scalars, value.tensor(state[name]).scalars)
                ParityRecorder.expect(error, within: limit, "\(value.name), \(name)", Self.row("AdamW's moments"))
            }
            #expect(run.optimizer.state.step == state["step"].int)
        }
    }

    private static func row(_ what: String) -> Parity { Parity(TrainingCase.group, "DreamBooth: \(what)") }
}

extension Tensor {
    fileprivate var norm: Float { [self].globalNorm }
}
