import TestSupport
import Tensors
import Testing

@Suite struct AttentionTests {
    /// The whole score matrix at once.
    static func naive(_ q: Tensor, _ k: Tensor, _ v: Tensor, scale: Float, causal: Bool) -> Tensor {
        var scores = q.matmul(k.transposed(-1, -2)) * scale
        if causal {
            let (n, m) = (q.shape[2], k.shape[2])
            scores = scores + Tensor((0..<n * m).map { $0 % m > $0 / m ? -1e9 : 0 }, shape: [n, m])
        }
        return scores.softmax().matmul(v)
    }

    @Test(arguments: [(1, 1, 1, 1, 3), (2, 3, 7, 7, 4), (1, 2, 33, 9, 8), (2, 1, 5, 77, 16), (1, 1, 70, 5000, 8), (1, 9, 40, 40, 5)])
    func matchesWholeScoresInEveryLayout(_ size: (Int, Int, Int, Int, Int)) {
        let (batch, heads, n, m, d) = size
        for layout in TensorLayout.allCases {
            let q = layout.tensor([batch, heads, n, d], seed: 1, range: -2...2)
            let k = layout.tensor([batch, heads, m, d], seed: 2, range: -2...2)
            let v = layout.tensor([batch, heads, m, d + 1], seed: 3)
            for causal in n == m ? [false, true] : [false] {
                let result = Tensor.attention(query: q, key: k, value: v, causal: causal)
                let expected = Self.naive(q, k, v, scale: 1 / Float(d).squareRoot(), causal: causal)
                expectClose(result, expected.scalars, shape: [batch, heads, n, d + 1], absolute: 3e-6, "\(size) \(layout) \(causal)")
            }
        }
    }

    @Test func headsMergeWithoutACopy() {
        let x = pseudorandom([2, 10, 12])
        let heads = x.reshaped([2, 10, 3, 4]).transposed(1, 2)
        let merged = Tensor.attention(query: heads, key: heads, value: heads).transposed(1, 2).reshaped([2, 10, 12])
        let expected = Self.naive(heads, heads, heads, scale: 0.5, causal: false).transposed(1, 2).reshaped([2, 10, 12])
        expectClose(merged, expected.scalars, shape: [2, 10, 12], absolute: 2e-6)
    }

    @Test(arguments: [false, true]) func gradientsMatchDifferences(_ causal: Bool) throws {
        let inputs = (1...3).map { pseudorandom([2, 2, 5, 3], seed: $0) }
        try expectGradients(inputs) { .attention(query: $0[0], key: $0[1], value: $0[2], causal: causal) }
        try expectGradients(inputs) { .attention(query: $0[0], key: $0[0] + $0[1], value: $0[2], scale: 0.7, causal: causal) }
    }

    /// Several tiles of rows, split into segments (few heads) and not (many).
    @Test(arguments: [(1, 1, 600, 600), (1, 9, 600, 600), (1, 1, 40, 9000), (2, 1, 530, 77)])
    func gradientsOfTilesMatchWholeScores(_ size: (Int, Int, Int, Int)) throws {
        let (batch, heads, n, m) = size
        let leaves = [n, m, m].enumerated().map { pseudorandom([batch, heads, $1, 4], seed: $0 + 1).requiringGradient() }
        let seed = pseudorandom([batch, heads, n, 4], seed: 9)
        for causal in n == m ? [false, true] : [false] {
            let tiled = Tensor.attention(query: leaves[0], key: leaves[1], value: leaves[2], causal: causal)
            let found = try gradients(of: tiled, seed: seed)
            let whole = Self.naive(leaves[0], leaves[1], leaves[2], scale: 0.5, causal: causal)
            let expected = try gradients(of: whole, seed: seed)
            for leaf in leaves {
                let (a, b) = (try #require(found[leaf]), try #require(expected[leaf]))
                #expect(relativeError(a.scalars, b.scalars) < 3e-6, "\(size) \(causal)")
            }
        }
    }

    @Test func onlyNeededGradientsAreMade() throws {
        let (q, k, v) = (pseudorandom([1, 2, 5, 4]).requiringGradient(), pseudorandom([1, 2, 6, 4]), pseudorandom([1, 2, 6, 4]))
        let found = try gradients(of: Tensor.attention(query: q, key: k, value: v).sum())
        #expect(found[q] != nil && found[k] == nil && found[v] == nil)
        let values = v.requiringGradient()
        let other = try gradients(of: Tensor.attention(query: q.detached(), key: k, value: values).sum())
        #expect(other[values] != nil)
    }
}
