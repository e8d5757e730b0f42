import TestSupport
import Tensors
import Testing

@Suite struct MatrixProductTests {
    static func naive(_ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int) -> [Float] {
        var result = [Float](repeating: 0, count: m * n)
        for row in 0..<m {
            for column in 0..<n {
                var sum = 0.0
                for index in 0..<k { sum += Double(a[row * k + index]) * Double(b[index * n + column]) }
                result[row * n + column] = Float(sum)
            }
        }
        return result
    }

    @Test(arguments: [(1, 1, 1), (3, 5, 7), (17, 33, 9), (64, 64, 64), (1, 40, 130), (130, 3, 1), (150, 70, 170)])
    func matchesScalarsInEveryLayout(_ size: (Int, Int, Int)) {
        let (m, k, n) = size
        for left in TensorLayout.allCases {
            for right in TensorLayout.allCases {
                let (a, b) = (left.tensor([m, k]), right.tensor([k, n], seed: 2))
                let expected = Self.naive(a.scalars, b.scalars, m, k, n)
                expectClose(a.matmul(b), expected, shape: [m, n], absolute: 1e-6 * Float(k), "\(size) \(left) \(right)")
            }
        }
    }

    @Test func batchesBroadcast() {
        for (left, right) in [([2, 3, 4, 5], [2, 3, 5, 6]), ([3, 4, 5], [5, 6]), ([4, 5], [3, 5, 6]), ([2, 1, 4, 5], [3, 5, 6])] {
            let (a, b) = (pseudorandom(left), pseudorandom(right, seed: 2))
            let result = a.matmul(b)
            let batch = Array(result.shape.dropLast(2))
            let (x, y) = (a.broadcast(to: batch + [4, 5]).scalars, b.broadcast(to: batch + [5, 6]).scalars)
            var expected: [Float] = []
            for index in 0..<batch.reduce(1, *) {
                let (first, second) = (Array(x.dropFirst(index * 20)), Array(y.dropFirst(index * 30)))
                expected += Self.naive(first, second, 4, 5, 6)
            }
            expectClose(result, expected, shape: batch + [4, 6], absolute: 1e-5, "\(left) \(right)")
        }
    }

    @Test func headsOfAttentionAreReadWithoutCopies() {
        let x = pseudorandom([2, 7, 12])
        let heads = x.reshaped([2, 7, 3, 4]).transposed(1, 2)
        let scores = heads.matmul(heads.transposed(-1, -2))
        let packed = heads.contiguous()
        expectClose(scores, packed.matmul(packed.transposed(-1, -2).contiguous()).scalars, shape: [2, 3, 7, 7], absolute: 1e-6)
    }

    @Test func gradientsMatchDifferences() throws {
        for (left, right) in [([3, 4], [4, 5]), ([2, 3, 4], [4, 5]), ([3, 4], [2, 4, 5]), ([2, 1, 3, 4], [3, 4, 2])] {
            try expectGradients([pseudorandom(left), pseudorandom(right, seed: 2)], "\(left) \(right)") { $0[0].matmul($0[1]) }
        }
        try expectGradients([pseudorandom([4, 3]), pseudorandom([5, 4], seed: 2)]) {
            $0[0].transposed(0, 1).matmul($0[1].transposed(0, 1))
        }
    }

    @Test func linearLayers() throws {
        for shape in [[7], [3, 7], [2, 5, 7]] {
            for layout in TensorLayout.allCases {
                let (x, w, b) = (layout.tensor(shape), layout.tensor([4, 7], seed: 2), pseudorandom([4], seed: 3))
                let expected = x.reshaped([-1, 7]).matmul(w.transposed(0, 1)) + b
                expectClose(x.linear(weight: w, bias: b), expected.scalars, shape: shape.dropLast() + [4], absolute: 1e-6)
                expectClose(x.linear(weight: w), (expected - b).scalars, absolute: 1e-6)
            }
        }
        try expectGradients([pseudorandom([2, 5, 7]), pseudorandom([4, 7], seed: 2), pseudorandom([4], seed: 3)]) {
            $0[0].linear(weight: $0[1], bias: $0[2])
        }
    }

    @Test func frozenWeightsGetNoGradient() throws {
        let (x, w) = (pseudorandom([3, 7]).requiringGradient(), pseudorandom([4, 7]))
        let found = try gradients(of: x.linear(weight: w).sum())
        #expect(found[x] != nil)
        #expect(found[w] == nil)
        #expect(!pseudorandom([3, 7]).linear(weight: w).requiresGradient)
    }
}
