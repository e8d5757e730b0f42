import Foundation
import TestSupport
import Tensors
import Testing

@Suite struct ElementaryFunctionTests {
    struct Function: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let tensor: @Sendable (Tensor) -> Tensor
        let exact: @Sendable (Double) -> Double
        var range: ClosedRange<Float> = -20...20
        var relative = 3e-7
        var absolute = 0.0
        /// Where central differences are meaningful.
        var gradientRange: ClosedRange<Float> = -2...2
    }

    static let functions = [
        Function(testDescription: "exp", tensor: { $0.exp() }, exact: { Foundation.exp($0) }, range: -87...88),
        Function(
            testDescription: "log", tensor: { $0.log() }, exact: { Foundation.log($0) }, range: 1e-6...100, absolute: 1e-7,
            gradientRange: 0.5...3),
        Function(testDescription: "sqrt", tensor: { $0.sqrt() }, exact: { $0.squareRoot() }, range: 0...1000, gradientRange: 0.5...3),
        Function(testDescription: "square", tensor: { $0.square() }, exact: { $0 * $0 }),
        Function(testDescription: "sin", tensor: { $0.sin() }, exact: { Foundation.sin($0) }, range: -1000...1000),
        Function(testDescription: "cos", tensor: { $0.cos() }, exact: { Foundation.cos($0) }, range: -1000...1000),
        Function(testDescription: "abs", tensor: { $0.abs() }, exact: { Swift.abs($0) }, gradientRange: 0.5...3),
        Function(testDescription: "tanh", tensor: { $0.tanh() }, exact: { Foundation.tanh($0) }),
        Function(
            testDescription: "sigmoid", tensor: { $0.sigmoid() }, exact: { 1 / (1 + Foundation.exp(-$0)) }, range: -80...80, relative: 4e-7),
        Function(
            testDescription: "silu", tensor: { $0.silu() }, exact: { $0 / (1 + Foundation.exp(-$0)) }, range: -80...80, relative: 4e-7),
        Function(
            testDescription: "quickGelu", tensor: { $0.quickGelu() }, exact: { $0 / (1 + Foundation.exp(-Double(Float(1.702)) * $0)) },
            range: -10...10, relative: 2e-6),
        // For negative x the sum 1 + erf cancels, in PyTorch's float32 as here: an absolute bound.
        Function(testDescription: "gelu", tensor: { $0.gelu() }, exact: { 0.5 * $0 * erfc(-$0 / 2.0.squareRoot()) }, absolute: 4e-7),
        Function(
            testDescription: "clamped", tensor: { $0.clamped(min: -0.5, max: 2.5) }, exact: { max(-0.5, min(2.5, $0)) },
            gradientRange: 0...2),
    ]

    @Test(arguments: functions) func isAccurate(_ function: Function) {
        for range in [function.range, max(function.range.lowerBound, -1)...1] {
            let x = pseudorandom([20_003], seed: 11, range: range)
            let expected = x.scalars.map { function.exact(Double($0)) }
            let found = function.tensor(x).scalars.map { Double($0) }
            expectClose(found, expected, absolute: function.absolute + 1e-38, relative: function.relative, function.testDescription)
        }
    }

    @Test(arguments: functions, TensorLayout.allCases) func everyLayoutIsTheSame(_ function: Function, _ layout: TensorLayout) {
        for shape in [[1], [7], [3, 5], [2, 3, 9]] {
            let x = layout.tensor(shape, range: function.gradientRange)
            let expected = x.scalars.map { function.tensor(Tensor($0)).item }
            expectClose(function.tensor(x), expected, shape: shape)
        }
        #expect(function.tensor(.zeros([0, 3])).shape == [0, 3])
    }

    @Test(arguments: functions) func gradientsMatchDifferences(_ function: Function) throws {
        try expectGradients([pseudorandom([3, 5], range: function.gradientRange)], function.testDescription) { function.tensor($0[0]) }
        try expectGradients([pseudorandom([5, 3], range: function.gradientRange)], function.testDescription) {
            function.tensor($0[0].transposed(0, 1))
        }
    }

    @Test func extremesAreThoseOfIEEE() {
        let tiny = Float(bitPattern: 713)
        let x = Tensor([.infinity, -.infinity, .nan, 0, -200, 200, tiny, -1, 88.7, -100], shape: [10])
        let e = x.exp().scalars
        #expect(e[0] == .infinity && e[1] == 0 && e[2].isNaN && e[3] == 1 && e[4] == 0 && e[5] == .infinity)
        expectClose([Double(e[8]), Double(e[9])], [exp(Double(Float(88.7))), exp(-100)], absolute: 1.5e-45, relative: 3e-7)
        let l = x.log().scalars
        #expect(l[0] == .infinity && l[1].isNaN && l[2].isNaN && l[3] == -.infinity && l[7].isNaN)
        expectClose([Double(l[6])], [log(Double(tiny))], relative: 1e-6)
        let t = x.tanh().scalars
        #expect(t[0] == 1 && t[1] == -1 && t[2].isNaN && t[3] == 0)
        #expect(x.gelu().scalars[0] == .infinity && x.gelu().scalars[2].isNaN)
    }

    @Test func theErrorFunctionOfGELUIsAccurate() {
        // gelu(√2·z) = z/√2·(1 + erf z): solved for erf where nothing cancels.
        let z = pseudorandom([5001], range: 0.01...4)
        let found = (z * Float(2.0.squareRoot())).gelu().scalars
        let expected = z.scalars.map { value in
            let x = Double(value * Float(2.0.squareRoot()))
            return 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
        }
        expectClose(found.map { Double($0) }, expected, relative: 3e-7)
    }
}
