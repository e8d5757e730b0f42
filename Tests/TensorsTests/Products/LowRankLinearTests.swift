import Tensors
import TestSupport
import Testing

@Suite struct LowRankLinearTests {
    private let input = pseudorandom([2, 5, 6])
    private let weight = pseudorandom([7, 6], seed: 2)
    private let bias = pseudorandom([7], seed: 3)
    private let down = pseudorandom([3, 6], seed: 4)
    private let up = pseudorandom([7, 3], seed: 5)
    private let addend = pseudorandom([2, 5, 7], seed: 6)

    @Test func theSumOfTheWeightsGivesTheSame() {
        let expected = input.linear(weight: weight + up.matmul(down), bias: bias, plus: addend)
        let actual = input.linear(weight: weight, bias: bias, adding: LowRankFactors(down: down, up: up), plus: addend)
        expectClose(actual, expected.scalars, shape: [2, 5, 7], absolute: 1e-5)
    }

    @Test(arguments: TensorLayout.allCases) func layoutsAgree(_ layout: TensorLayout) {
        let own = layout.tensor([5, 6])
        let factors = LowRankFactors(down: layout.tensor([3, 6], seed: 8), up: layout.tensor([7, 3], seed: 9))
        let dense = LowRankFactors(down: Tensor(factors.down.scalars, shape: [3, 6]), up: Tensor(factors.up.scalars, shape: [7, 3]))
        let expected = Tensor(own.scalars, shape: [5, 6]).linear(weight: weight, bias: bias, adding: dense)
        expectClose(own.linear(weight: weight, bias: bias, adding: factors), expected.scalars, absolute: 1e-6, "\(layout)")
    }

    @Test func gradientsAreRight() throws {
        try expectGradients([input, down, up, addend], "low-rank linear") { tensors in
            tensors[0].linear(weight: weight, bias: bias, adding: LowRankFactors(down: tensors[1], up: tensors[2]), plus: tensors[3])
        }
    }

    /// Only what needs a gradient gets one; a layer of which nothing does records nothing.
    @Test func whatIsFrozenRecordsNothing() throws {
        #expect(!input.linear(weight: weight, bias: bias, adding: LowRankFactors(down: down, up: up)).requiresGradient)
        let leaf = up.requiringGradient()
        let result = input.linear(weight: weight, bias: bias, adding: LowRankFactors(down: down, up: leaf))
        let found = try gradients(of: result.sum())
        #expect(found[leaf]?.shape == [7, 3])
    }
}
