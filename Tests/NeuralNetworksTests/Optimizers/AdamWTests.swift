import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct AdamWTests {
    @Test func stepsEqualPyTorchs() throws {
        let file = try #require(Fixtures.file("training", "training.safetensors"))
        let tensors = try FixtureTensors(file)
        let cases = try (Fixtures.manifest("training")["cases"].array ?? []).filter { !$0["after_each_step"].isNull }
        #expect(!cases.isEmpty)
        for value in cases {
            let name = value["name"].string ?? ""
            var optimizer = try optimizer(of: value)
            var weights = try tensors.tensor(value["before"].string ?? "")
            let gradients = try tensors.tensor(value["grads"].string ?? "")
            let after = try tensors.tensor(value["after_each_step"].string ?? "")
            let (absolute, relative) = (value["tolerance"]["atol"].float ?? 0, value["tolerance"]["rtol"].float ?? 0)
            for step in 0..<gradients.shape[0] {
                let gradient = gradients.sliced(axis: 0, step..<step + 1).reshaped(weights.shape)
                weights = optimizer.updated([(weights, gradient)], learningRate: value["lr"].double ?? .nan)[0]
                let expected = after.sliced(axis: 0, step..<step + 1).scalars
                expectClose(weights, expected, absolute: absolute, relative: relative, "\(name), step \(step)", parity: .init("training", "AdamW"))
            }
            for (moments, key) in [(optimizer.state.firstMoments, "exp_avg"), (optimizer.state.secondMoments, "exp_avg_sq")] {
                let expected = try tensors.floats(value[key].string ?? "")
                expectClose(moments[0], expected, absolute: absolute, relative: relative, "\(name), \(key)", parity: .init("training", "AdamW"))
            }
        }
    }

    private func optimizer(of value: FixtureValue) throws -> AdamW {
        let betas = try #require(value["betas"].doubles)
        return AdamW(
            beta1: betas[0], beta2: betas[1], epsilon: try #require(value["eps"].double),
            weightDecay: try #require(value["weight_decay"].double))
    }

    /// Several parameters of any layout, against the textbook formula in double precision.
    @Test(arguments: TensorLayout.allCases)
    func equalsTheFormulaInEveryLayout(_ layout: TensorLayout) {
        let shapes = [[3, 5], [7], [2, 3, 3]]
        var optimizer = AdamW(weightDecay: 0.1)
        var values = shapes.enumerated().map { layout.tensor($1, seed: $0 + 1) }
        let gradients = (1...3).map { step in shapes.enumerated().map { layout.tensor($1, seed: 10 * step + $0) } }
        var expected = values.map { $0.scalars.map { (p: Double($0), m: 0.0, v: 0.0) } }
        for step in 1...3 {
            values = optimizer.updated(Array(zip(values, gradients[step - 1])), learningRate: 0.01)
            for index in shapes.indices {
                for (element, gradient) in gradients[step - 1][index].scalars.enumerated() {
                    update(&expected[index][element], gradient: Double(gradient), step: step)
                }
                expectClose(values[index], expected[index].map { Float($0.p) }, absolute: 1e-6, "\(layout), step \(step)")
            }
        }
    }

    /// Moments are changed in place only where nobody can see it, and scaled gradients are those that were scaled before.
    @Test func copiesOfTheOptimizerAreSnapshots() {
        let shapes = [[3, 5], [33_337]]
        let values = shapes.map { pseudorandom($0, seed: 5) }
        func pairs(_ seed: Int, scale: Float = 1) -> [(value: Tensor, gradient: Tensor)] {
            zip(values, shapes).map { ($0, pseudorandom($1, seed: seed) * scale) }
        }
        var optimizer = AdamW()
        for seed in 1...3 { _ = optimizer.updated(pairs(seed), learningRate: 0.01) }
        let snapshot = optimizer
        let before = snapshot.state.firstMoments.map(\.scalars) + snapshot.state.secondMoments.map(\.scalars)
        let first = optimizer.updated(pairs(4, scale: 0.25), learningRate: 0.01)
        #expect(snapshot.state.firstMoments.map(\.scalars) + snapshot.state.secondMoments.map(\.scalars) == before)
        var again = snapshot
        let second = again.updated(pairs(4), learningRate: 0.01, gradientScale: 0.25)
        #expect(first.map(\.scalars) == second.map(\.scalars))
        #expect(optimizer.state.secondMoments.map(\.scalars) == again.state.secondMoments.map(\.scalars))
    }

    private func update(_ element: inout (p: Double, m: Double, v: Double), gradient: Double, step: Int) {
        element.p *= 1 - 0.01 * 0.1
        element.m = 0.9 * element.m + 0.1 * gradient
        element.v = 0.999 * element.v + 0.001 * gradient * gradient
        let (correction1, correction2) = (1 - power(0.9, step), 1 - power(0.999, step))
        element.p -= 0.01 * (element.m / correction1) / ((element.v / correction2).squareRoot() + 1e-8)
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { result, _ in result * base }
    }

    @Test func aResumedRunGoesOnAsIfNothingHadHappened() throws {
        let gradients = (0..<4).map { pseudorandom([6], seed: $0 + 1) }
        func run(_ optimizer: inout AdamW, from start: Tensor, _ steps: Range<Int>) -> Tensor {
            steps.reduce(start) { optimizer.updated([($0, gradients[$1])], learningRate: 1e-3)[0] }
        }
        let start = pseudorandom([6], seed: 99)
        var whole = AdamW()
        let expected = run(&whole, from: start, 0..<4)

        var first = AdamW()
        let middle = run(&first, from: start, 0..<2)
        var second = AdamW()
        try second.resume(from: first.state, shapes: [[6]])
        #expect(run(&second, from: middle, 2..<4).scalars == expected.scalars)
        #expect(second.state.step == 4)
    }

    @Test func aForeignStateIsRefused() {
        let state = AdamWState(step: 3, firstMoments: [Tensor.zeros([2])], secondMoments: [Tensor.zeros([2])])
        var optimizer = AdamW()
        for shapes in [[[3]], [[2], [2]], []] {
            #expect(throws: NeuralNetworksError.self) { try optimizer.resume(from: state, shapes: shapes) }
        }
        let negative = AdamWState(step: -1, firstMoments: [Tensor.zeros([2])], secondMoments: [Tensor.zeros([2])])
        #expect(throws: NeuralNetworksError.self) { try optimizer.resume(from: negative, shapes: [[2]]) }
        #expect(optimizer.state.step == 0)
    }
}
