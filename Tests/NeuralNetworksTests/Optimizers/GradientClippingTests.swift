import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct GradientClippingTests {
    private let gradients = [Tensor([3, 0, 0], shape: [3]), Tensor([0, -4], shape: [2, 1])]

    @Test func longGradientsAreScaledTogether() {
        let (factor, norm) = gradients.clipping(toNorm: 1)
        #expect(norm == 5)
        #expect(abs(gradients.map { $0 * factor }.globalNorm - 1) < 1e-6)
    }

    @Test func shortGradientsStay() {
        #expect(gradients.clipping(toNorm: 6) == (1, 5))
    }

    @Test(arguments: TensorLayout.allCases)
    func normCountsEveryElementOfEveryLayout(_ layout: TensorLayout) {
        let tensors = [layout.tensor([5, 7], seed: 1), layout.tensor([3], seed: 2)]
        let expected = tensors.flatMap(\.scalars).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        expectClose([Double(tensors.globalNorm)], [expected], relative: 1e-6)
    }

    /// Long enough for several threads, and not a whole number of vectors.
    @Test func normOfManyElementsIsThatOfTheirSum() {
        let tensor = Tensor.full(0.5, [3, 33_337])
        #expect([tensor].globalNorm == Float((0.25 * 100_011).squareRoot()))
    }

    @Test func gradientsThatAreNotFiniteAreNotHidden() {
        let (factor, norm) = [Tensor([.nan, 1], shape: [2])].clipping(toNorm: 1)
        #expect(norm.isNaN && factor.isNaN)
    }

    @Test func nothingHasNoLength() {
        #expect([Tensor]().clipping(toNorm: 1).norm == 0)
    }
}
