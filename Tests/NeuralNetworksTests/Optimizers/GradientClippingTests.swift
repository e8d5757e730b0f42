import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct GradientClippingTests {
    private let gradients = [Tensor([3, 0, 0], shape: [3]), Tensor([0, -4], shape: [2, 1])]

    @Test func longGradientsAreScaledTogether() {
        let (clipped, norm) = gradients.clipped(toNorm: 1)
        #expect(norm == 5)
        expectClose(clipped[0], [0.6, 0, 0], shape: [3], absolute: 1e-6)
        expectClose(clipped[1], [0, -0.8], shape: [2, 1], absolute: 1e-6)
        #expect(abs(clipped.globalNorm - 1) < 1e-6)
    }

    @Test func shortGradientsStay() {
        let (clipped, norm) = gradients.clipped(toNorm: 6)
        #expect(norm == 5)
        #expect(clipped.map(\.scalars) == gradients.map(\.scalars))
    }

    @Test(arguments: TensorLayout.allCases)
    func normCountsEveryElementOfEveryLayout(_ layout: TensorLayout) {
        let tensors = [layout.tensor([5, 7], seed: 1), layout.tensor([3], seed: 2)]
        let expected = tensors.flatMap(\.scalars).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        expectClose([Double(tensors.globalNorm)], [expected], relative: 1e-6)
    }

    @Test func gradientsThatAreNotFiniteAreNotHidden() {
        let (clipped, norm) = [Tensor([.nan, 1], shape: [2])].clipped(toNorm: 1)
        #expect(norm.isNaN)
        #expect(clipped[0].scalars.allSatisfy { $0.isNaN })
    }

    @Test func nothingHasNoLength() {
        #expect([Tensor]().clipped(toNorm: 1).norm == 0)
    }
}
