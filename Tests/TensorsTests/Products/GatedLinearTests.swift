import Foundation
import TestSupport
import Tensors
import Testing

@Suite struct GatedLinearTests {
    /// Around the borders of slices (48 rows), blocks (128 columns, 64 for deep products, 1024 rows), panels and vectors.
    static let sizes = [(1, 1, 1), (3, 5, 7), (48, 16, 32), (49, 33, 127), (50, 600, 65), (130, 20, 129), (1030, 17, 70), (97, 513, 64)]

    @Test(arguments: sizes) func equalsALayerThatIsGated(_ size: (Int, Int, Int)) {
        let (rows, inputs, outputs) = size
        for layout in TensorLayout.allCases {
            let input = layout.tensor([rows, inputs])
            let (weight, bias) = (layout.tensor([2 * outputs, inputs], seed: 2), layout.tensor([2 * outputs], seed: 3))
            for bias in [bias, nil] {
                let whole = input.linear(weight: weight, bias: bias).geglu()
                #expect(input.gatedLinear(weight: weight, bias: bias).scalars == whole.scalars, "\(layout)")
            }
        }
    }

    @Test func batchesKeepTheirShape() {
        let result = pseudorandom([2, 3, 5]).gatedLinear(weight: pseudorandom([8, 5], seed: 2))
        #expect(result.shape == [2, 3, 4] && !result.requiresGradient)
    }

    @Test func gradientsMatchDifferences() throws {
        try expectGradients([pseudorandom([3, 5]), pseudorandom([22, 5], seed: 2), pseudorandom([22], seed: 3)]) {
            $0[0].gatedLinear(weight: $0[1], bias: $0[2])
        }
    }

    /// Where the error function's two polynomials meet, and where GELU is flat or the identity.
    @Test func gatesAreExactEverywhere() throws {
        let gates = (-3000...3000).map { Float($0) / 300 } + [-1e4, 1e4, -1.312_05, 1.312_05, 1e-30, 0]
        let x = Tensor([Float](repeating: 1, count: gates.count) + gates, shape: [2 * gates.count]).requiringGradient()
        let exact = gates.map { Double($0) * 0.5 * (1 + Foundation.erf(Double($0) * 0.5.squareRoot())) }
        let result = x.geglu()
        expectClose(result.scalars.map { Double($0) }, exact, absolute: 3e-7, relative: 1e-7)
        let slopes = gates.map { gate in
            let g = Double(gate)
            return 0.5 * (1 + Foundation.erf(g * 0.5.squareRoot())) + g * Foundation.exp(-g * g / 2) / (2 * Double.pi).squareRoot()
        }
        let gradient = try #require(try gradients(of: result.sum())[x]).scalars.map { Double($0) }
        expectClose(gradient, exact + slopes, absolute: 3e-7, relative: 1e-7)
    }
}
