import TestSupport
import Tensors
import Testing

/// Tiles, panels and blocks of every instruction level against sums in double precision.
@Suite struct MatrixKernelTests {
    /// Around the borders of tiles (6 and 12 rows), vectors (4, 8, 16 columns), panels (8, 16, 32), blocks (128 columns, 512 of the depth).
    static let extents = [
        (1, 1, 1), (5, 7, 3), (6, 8, 8), (7, 9, 4), (11, 15, 16), (12, 32, 17), (13, 33, 31), (23, 31, 100), (25, 48, 65), (64, 63, 20), (12, 129, 511),
        (37, 257, 513), (300, 130, 70), (2, 40, 1030),
    ]

    @Test(arguments: extents) func everyLevelMatchesScalarsInEveryLayout(_ size: (Int, Int, Int)) {
        let (m, n, k) = size
        for layout in TensorLayout.allCases {
            let (a, b) = (layout.tensor([m, k]), layout.tensor([k, n], seed: 2))
            let expected = MatrixProductTests.naive(a.scalars, b.scalars, m, k, n)
            for level in InstructionLevel.available {
                let note = "\(size) \(layout) \(level)"
                let tolerance = 2e-7 * Float(k) + 1e-6
                expectClose(a.matrixProduct(b, level: level), expected, shape: [m, n], absolute: tolerance, note)
                // The right operand as the transpose of a weight.
                let weight = b.transposed(0, 1).contiguous()
                let (bias, addend) = (pseudorandom([n], seed: 3), layout.tensor([m, n], seed: 4))
                let sums = a.contiguous().linearProduct(weight: weight, bias: bias, plus: addend, level: level)
                expectClose(sums - bias - addend, expected, absolute: tolerance + 1e-6, note)
            }
        }
    }

    /// Parts of one storage that are alike in everything but their place have panels of their own.
    @Test func panelsOfOnePartAreNotAnothers() {
        let (a, stack) = (pseudorandom([6, 40]), pseudorandom([64, 40], seed: 2))
        for level in InstructionLevel.available {
            let whole = a.linearProduct(weight: stack, bias: nil, level: level)
            for _ in 0..<3 {
                for rows in [0..<32, 32..<64] {
                    let part = a.linearProduct(weight: stack.sliced(axis: 0, rows), bias: nil, level: level)
                    expectClose(part, whole.sliced(axis: 1, rows).scalars, absolute: 1e-6, "rows \(rows), \(level)")
                }
            }
        }
    }

    /// A weight's panels are kept from the second product on, for each kernel and each way it is used.
    @Test(arguments: extents) func productsWithKeptPanelsAreTheSame(_ size: (Int, Int, Int)) {
        let (m, n, k) = size
        let stack = pseudorandom([2 * n, k], seed: 2)
        let a = pseudorandom([m, k])
        for weight in [stack, stack.sliced(axis: 0, n..<2 * n)] {
            let g = pseudorandom([m, weight.shape[0]], seed: 3)
            for level in InstructionLevel.available {
                let (first, back) = (a.linearProduct(weight: weight, bias: nil, level: level), g.matrixProduct(weight, level: level))
                for _ in 0..<3 {
                    #expect(a.linearProduct(weight: weight, bias: nil, level: level).scalars == first.scalars)
                    #expect(g.matrixProduct(weight, isWeight: true, level: level).scalars == back.scalars)
                }
            }
        }
    }

    /// An element is one chain of fused products, however many are computed side by side.
    @Test(.enabled(if: InstructionLevel.machine == .avx512)) func levelsWithFusedProductsGiveTheSameBits() {
        let (a, b) = (pseudorandom([77, 700]), pseudorandom([700, 130], seed: 2))
        #expect(a.matrixProduct(b, level: .avx2).scalars == a.matrixProduct(b, level: .avx512).scalars)
    }

    @Test func aProductNeverDependsOnItsNeighbours() {
        let (a, b) = (pseudorandom([200, 520]), pseudorandom([520, 300], seed: 2))
        for level in InstructionLevel.available {
            let whole = a.matrixProduct(b, level: level)
            let part = a.sliced(axis: 0, 17..<54).matrixProduct(b.sliced(axis: 1, 40..<41), level: level)
            #expect(part.scalars == whole.sliced(axis: 0, 17..<54).sliced(axis: 1, 40..<41).scalars, "\(level)")
        }
    }
}
