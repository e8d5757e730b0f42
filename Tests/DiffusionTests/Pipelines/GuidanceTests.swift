import Diffusion
import Tensors
import TestSupport
import Testing

@Suite struct GuidanceTests {
    private let negative = pseudorandom([2, 4, 3, 3], seed: 1)
    private let positive = pseudorandom([2, 4, 3, 3], seed: 2)

    @Test func withoutRescalingItIsTheFormula() {
        let guided = Guidance(scale: 7.5)(negative: negative, positive: positive)
        expectClose(guided.scalars, (negative + (positive - negative) * 7.5).scalars, absolute: 1e-6)
    }

    /// Fully rescaled, every picture deviates as much as the prompt's prediction does, whatever the others of the batch do.
    @Test func rescalingTakesBackTheDeviation() {
        let loud = positive * Tensor([1, 10], shape: [2, 1, 1, 1])
        let guided = Guidance(scale: 9, rescale: 1)(negative: negative, positive: loud)
        let alone = Guidance(scale: 9, rescale: 1)(negative: negative.sliced(axis: 0, 1..<2), positive: loud.sliced(axis: 0, 1..<2))
        for picture in 0..<2 { #expect(abs(deviation(guided[picture]) / deviation(loud[picture]) - 1) < 1e-4) }
        #expect(guided[1].scalars == alone[0].scalars)
    }

    @Test func aPredictionWithoutDeviationIsLeftAlone() {
        let flat = Tensor([Float](repeating: 0.5, count: 36), shape: [1, 4, 3, 3])
        #expect(Guidance(scale: 5, rescale: 0.7)(negative: flat, positive: flat).scalars == flat.scalars)
    }

    private func deviation(_ tensor: Tensor) -> Double {
        let values = tensor.scalars.map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
}
