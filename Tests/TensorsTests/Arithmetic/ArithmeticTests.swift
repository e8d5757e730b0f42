import TestSupport
import Tensors
import Testing

@Suite struct ArithmeticTests {
    struct Operation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let tensors: @Sendable (Tensor, Tensor) -> Tensor
        let scalars: @Sendable (Float, Float) -> Float
    }

    static let operations = [
        Operation(testDescription: "+", tensors: { $0 + $1 }, scalars: { $0 + $1 }),
        Operation(testDescription: "-", tensors: { $0 - $1 }, scalars: { $0 - $1 }),
        Operation(testDescription: "*", tensors: { $0 * $1 }, scalars: { $0 * $1 }),
        Operation(testDescription: "/", tensors: { $0 / $1 }, scalars: { $0 / $1 }),
    ]

    @Test(arguments: operations, TensorLayout.allCases) func matchesScalarsInEveryLayout(_ operation: Operation, _ layout: TensorLayout) {
        for shape in [[5], [3, 7], [2, 3, 17], [3, 2, 5, 9]] {
            let a = layout.tensor(shape, seed: 3)
            for other in TensorLayout.allCases {
                let b = other.tensor(shape, seed: 5, range: 0.5...2)
                let expected = zip(a.scalars, b.scalars).map { operation.scalars($0, $1) }
                expectClose(operation.tensors(a, b), expected, shape: shape, "\(shape) \(layout) \(other)")
            }
        }
    }

    @Test(arguments: operations) func broadcastsAsNumPy(_ operation: Operation) {
        for (left, right) in [
            ([4, 3, 9], [3, 1]), ([3, 1], [2, 3, 7]), ([2, 1, 5], [1, 6, 1]), ([], [2, 3]), ([8], []), ([1, 1], [3]),
        ] {
            let (a, b) = (pseudorandom(left, seed: 3), pseudorandom(right, seed: 4, range: 0.5...2))
            let result = operation.tensors(a, b)
            let (x, y) = (a.broadcast(to: result.shape).scalars, b.broadcast(to: result.shape).scalars)
            expectClose(result.scalars, zip(x, y).map { operation.scalars($0, $1) }, "\(left) \(right)")
        }
    }

    @Test(arguments: operations) func gradientsMatchDifferences(_ operation: Operation) throws {
        for (left, right) in [([4, 3], [4, 3]), ([2, 3, 5], [3, 1]), ([1, 4], [3, 1]), ([], [5])] {
            let inputs = [pseudorandom(left, seed: 3), pseudorandom(right, seed: 4, range: 1...2)]
            try expectGradients(inputs, operation.testDescription) { operation.tensors($0[0], $0[1]) }
        }
    }

    @Test func scalarOperands() throws {
        let x = pseudorandom([3, 11], range: 0.5...2)
        let values = x.scalars
        expectClose((x + 2).scalars, values.map { $0 + 2 })
        expectClose((2 - x).scalars, values.map { 2 - $0 })
        expectClose((x - 2).scalars, values.map { $0 - 2 })
        expectClose((x * 3).scalars, values.map { $0 * 3 })
        expectClose((x / 3).scalars, values.map { $0 / 3 })
        expectClose((3 / x).scalars, values.map { 3 / $0 })
        expectClose((-x).scalars, values.map { -$0 })
        try expectGradients([x]) { [x] in ((2 - $0[0]) * 3 / 2 + 3 / $0[0] - 1) * -$0[0] + x }
    }

    @Test func largeOperandsAreSplitOverThreads() {
        let (a, b) = (pseudorandom([3, 70_001]), pseudorandom([3, 1], seed: 2))
        let (x, y) = (a.scalars, b.scalars)
        expectClose((a * b).scalars, x.indices.map { x[$0] * y[$0 / 70_001] })
        expectClose((a + a).scalars, x.map { $0 + $0 })
    }
}
