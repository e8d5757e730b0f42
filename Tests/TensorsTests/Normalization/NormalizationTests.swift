import TestSupport
import Tensors
import Testing

@Suite struct NormalizationTests {
    static func naive(_ x: [Double], epsilon: Double) -> [Double] {
        let mean = x.reduce(0, +) / Double(x.count)
        let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
        return x.map { ($0 - mean) / (variance + epsilon).squareRoot() }
    }

    static func silu(_ x: Double) -> Double { x / (1 + Double(Tensor(Float(-x)).exp().item)) }

    @Test(arguments: [([2, 6, 3, 5], 3), ([1, 4, 7], 1), ([3, 8], 4), ([2, 32, 1, 1], 32), ([1, 6, 65, 67], 2)])
    func groupsMatchScalarsInEveryLayout(_ shape: [Int], _ groups: Int) {
        for layout in TensorLayout.allCases {
            let x = layout.tensor(shape, seed: 4, range: -1...3)
            let (weight, bias) = (pseudorandom([shape[1]], seed: 2), pseudorandom([shape[1]], seed: 3))
            let values = x.scalars.map { Double($0) }
            let (w, b) = (weight.scalars, bias.scalars)
            let size = x.count / shape[0] / groups
            let channel = x.count / shape[0] / shape[1]
            let normal = stride(from: 0, to: values.count, by: size).flatMap { Self.naive(Array(values[$0..<$0 + size]), epsilon: 1e-5) }
            let plain = normal.indices.map { normal[$0] * Double(w[$0 / channel % shape[1]]) + Double(b[$0 / channel % shape[1]]) }
            let result = x.groupNormalized(groups: groups, weight: weight, bias: bias)
            #expect(result.shape == shape)
            // A group of equal elements (broadcast) magnifies rounding by 1/√ε.
            expectClose(result.scalars.map { Double($0) }, plain, absolute: 2e-5, "\(shape) \(layout)")
            let activated = x.groupNormalized(groups: groups, weight: weight, bias: bias, activation: .silu)
            expectClose(activated, result.silu().scalars, shape: shape, absolute: 1e-6)
            expectClose(x.groupNormalized(groups: groups).scalars.map { Double($0) }, normal, absolute: 2e-5)
        }
    }

    @Test(arguments: [[3, 7], [2, 3, 17], [5], [1, 130]]) func layersMatchScalarsInEveryLayout(_ shape: [Int]) {
        for layout in TensorLayout.allCases {
            let x = layout.tensor(shape, seed: 4, range: -1...3)
            let width = shape[shape.count - 1]
            let (weight, bias) = (pseudorandom([width], seed: 2), pseudorandom([width], seed: 3))
            let values = x.scalars.map { Double($0) }
            let (w, b) = (weight.scalars, bias.scalars)
            let normal = stride(from: 0, to: values.count, by: width).flatMap { Self.naive(Array(values[$0..<$0 + width]), epsilon: 1e-6) }
            let plain = normal.indices.map { normal[$0] * Double(w[$0 % width]) + Double(b[$0 % width]) }
            let result = x.layerNormalized(weight: weight, bias: bias, epsilon: 1e-6)
            expectClose(result.scalars.map { Double($0) }, plain, absolute: 5e-6, "\(shape) \(layout)")
            expectClose(x.layerNormalized(epsilon: 1e-6).scalars.map { Double($0) }, normal, absolute: 5e-6)
        }
    }

    @Test func gradientsMatchDifferences() throws {
        let parameters = [pseudorandom([6], seed: 2, range: 0.5...1.5), pseudorandom([6], seed: 3)]
        for activation in [Activation.none, .silu] {
            try expectGradients([pseudorandom([2, 6, 3, 5])] + parameters, "group \(activation)") {
                $0[0].groupNormalized(groups: 3, weight: $0[1], bias: $0[2], activation: activation)
            }
            try expectGradients([pseudorandom([2, 6, 4])], "group \(activation)") {
                $0[0].groupNormalized(groups: 2, activation: activation)
            }
        }
        try expectGradients([pseudorandom([3, 5, 6])] + parameters, "layer") { $0[0].layerNormalized(weight: $0[1], bias: $0[2]) }
        try expectGradients([pseudorandom([4, 11])], "layer") { $0[0].layerNormalized() }
    }

    @Test func aLargeMeanLosesNoVariance() {
        let x = pseudorandom([1, 1, 64, 64]) + 1000
        let normal = x.groupNormalized(groups: 1).scalars.map { Double($0) }
        expectClose(normal, Self.naive(x.scalars.map { Double($0) }, epsilon: 1e-5), absolute: 2e-4)
    }
}
