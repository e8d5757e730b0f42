import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct CayleyFormTests {
    private func blocks(_ form: CayleyForm, size: Int, range: ClosedRange<Float>, strength: Float = 1) -> Tensor {
        let skew = Parameter(path: "skew", value: pseudorandom([3, SkewSymmetric.count(size)], seed: 5, range: range))
        return BlockRotation(skew: skew, blockSize: size, form: form, strength: strength).blocks
    }

    @Test(arguments: [2, 5, 32]) func theExactFormIsOrthogonal(_ size: Int) {
        let blocks = blocks(.exact, size: size, range: -1...1)
        let identity = (0..<3 * size * size).map { ($0 / size) % size == $0 % size ? Float(1) : 0 }
        expectClose(blocks.matmul(blocks.transposed(-1, -2)), identity, absolute: 1e-5)
        #expect(relativeError(blocks.scalars, identity) > 0.5, "it turns something")
    }

    /// The series runs towards the transpose.
    @Test func theSeriesTurnsTheOtherWay() {
        let (exact, series) = (blocks(.exact, size: 4, range: -0.05...0.05), blocks(.neumann(terms: 5), size: 4, range: -0.05...0.05))
        #expect(relativeError(series.scalars, exact.transposed(-1, -2).scalars) < 1e-4)
        #expect(relativeError(series.scalars, exact.scalars) > 0.05)
    }

    @Test func termsAreThoseOfTheSeries() {
        let skew = SkewSymmetric.matrices(pseudorandom([1, 3], seed: 5, range: -0.5...0.5), size: 3)
        let identity = Tensor([1, 0, 0, 0, 1, 0, 0, 0, 1], shape: [3, 3])
        let (square, cube) = (skew.matmul(skew), skew.matmul(skew).matmul(skew))
        let parts: [(Int, Tensor)] = [
            (1, skew * 0 + identity), (2, identity + skew * 2), (3, identity + skew * 2 + square), (4, identity + skew * 2 + square * 2 + cube),
        ]
        for (terms, expected) in parts {
            let parameter = Parameter(path: "skew", value: pseudorandom([1, 3], seed: 5, range: -0.5...0.5))
            let actual = BlockRotation(skew: parameter, blockSize: 3, form: .neumann(terms: terms)).blocks
            expectClose(actual, expected.scalars, absolute: 1e-6, "\(terms) terms")
        }
    }

    @Test func noStrengthIsNoRotation() {
        let identity = (0..<3 * 16).map { ($0 / 4) % 4 == $0 % 4 ? Float(1) : 0 }
        #expect(blocks(.exact, size: 4, range: -1...1, strength: 0).scalars == identity)
    }

    /// Row-major above the diagonal, as `torch.triu_indices` counts.
    @Test func entriesAreThoseAboveTheDiagonal() {
        let matrix = SkewSymmetric.matrices(Tensor([1, 2, 3, 4, 5, 6], shape: [1, 6]), size: 4)
        #expect(matrix.scalars == [0, 1, 2, 3, -1, 0, 4, 5, -2, -4, 0, 6, -3, -5, -6, 0])
    }

    @Test func limitsHoldTheWholeMatrix() {
        let entries = Tensor([3, 4, 0, 0.1, 0, 0], shape: [2, 3])
        let limited = SkewSymmetric.limited(entries, to: 1)
        let norms = SkewSymmetric.matrices(limited, size: 3).square().sum(axes: [1, 2], keepDims: false).sqrt().scalars
        expectClose(norms, [1, Float(0.02).squareRoot()], absolute: 1e-6)
    }
}
