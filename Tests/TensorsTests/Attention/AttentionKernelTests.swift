import Foundation
import TestSupport
import Tensors
import Testing

/// Tiles, blocks and panels of every instruction level against the whole score matrix.
@Suite struct AttentionKernelTests {
    static let levels = InstructionLevel.allCases.filter { $0 <= .machine }

    /// One case: extents, and whether queries see only the keys up to their own place.
    struct Extents: CustomTestStringConvertible, Sendable {
        let (heads, queries, keys, width, valueWidth): (Int, Int, Int, Int, Int)
        var isCausal = false

        init(_ heads: Int, _ queries: Int, _ keys: Int, _ width: Int, _ valueWidth: Int, causal: Bool = false) {
            (self.heads, self.queries, self.keys, self.width, self.valueWidth, isCausal) = (heads, queries, keys, width, valueWidth, causal)
        }

        var testDescription: String { "\(heads) heads, \(queries)×\(keys), \(width)→\(valueWidth)\(isCausal ? ", causal" : "")" }
    }

    /// Around the borders of panels (8, 16, 32 queries), tiles (256), blocks (128 keys) and vectors (4, 8, 16 columns).
    static let cases = [
        Extents(1, 1, 1, 1, 1), Extents(3, 1, 77, 1, 5), Extents(2, 7, 127, 3, 4), Extents(1, 8, 128, 8, 8), Extents(2, 9, 129, 7, 9),
        Extents(1, 31, 130, 15, 17), Extents(1, 32, 255, 16, 16), Extents(2, 33, 257, 17, 15), Extents(1, 65, 77, 40, 40), Extents(1, 255, 3, 5, 31),
        Extents(1, 257, 60, 33, 2), Extents(1, 530, 140, 6, 6), Extents(1, 40, 70, 520, 512), Extents(1, 77, 77, 64, 64, causal: true),
        Extents(2, 33, 33, 4, 4, causal: true), Extents(1, 300, 300, 12, 12, causal: true), Extents(1, 20, 150, 8, 8, causal: true),
        Extents(1, 150, 20, 8, 8, causal: true),
    ]

    @Test(arguments: cases) func everyLevelMatchesWholeScores(_ one: Extents) throws {
        let leaves = [(one.queries, one.width), (one.keys, one.width), (one.keys, one.valueWidth)].enumerated().map { index, extents in
            pseudorandom([2, one.heads, extents.0, extents.1], seed: index + 1, range: -2...2).requiringGradient()
        }
        let seed = pseudorandom([2, one.heads, one.queries, one.valueWidth], seed: 9)
        let scale = 1 / Float(one.width).squareRoot()
        let whole = AttentionTests.naive(leaves[0], leaves[1], leaves[2], scale: scale, causal: one.isCausal)
        let expected = try gradients(of: whole, seed: seed)
        for level in Self.levels {
            let tiled = Tensor.attention(query: leaves[0], key: leaves[1], value: leaves[2], causal: one.isCausal, level: level)
            #expect(relativeError(tiled.scalars, whole.scalars) < 2e-6, "\(level)")
            let found = try gradients(of: tiled, seed: seed)
            for (name, leaf) in zip(["query", "key", "value"], leaves) {
                let (a, b) = (try #require(found[leaf]).scalars, try #require(expected[leaf]).scalars)
                // The gradient of a single score is zero, whatever its rounding is relative to.
                #expect(relativeError(a, b) < 3e-6 || b.allSatisfy { abs($0) < 1e-6 } && a.allSatisfy { abs($0) < 1e-6 }, "\(level), \(name)")
            }
        }
    }

    @Test(arguments: levels, TensorLayout.allCases) func gradientsMatchInEveryLayout(_ level: InstructionLevel, _ layout: TensorLayout) throws {
        let (heads, keys) = (3, 37)
        let leaves = [21, keys, keys].enumerated().map { layout.tensor([2, heads, $1, 10], seed: $0 + 1).requiringGradient() }
        let seed = layout.tensor([2, heads, 21, 10], seed: 9)
        let found = try gradients(of: Tensor.attention(query: leaves[0], key: leaves[1], value: leaves[2], scale: 0.4, level: level), seed: seed)
        let expected = try gradients(of: AttentionTests.naive(leaves[0], leaves[1], leaves[2], scale: 0.4, causal: false), seed: seed)
        for leaf in leaves {
            #expect(relativeError(try #require(found[leaf]).scalars, try #require(expected[leaf]).scalars) < 3e-6)
        }
    }

    /// Elements are sums in the same order, however many are computed side by side.
    @Test(.enabled(if: InstructionLevel.machine == .avx512)) func levelsWithFusedProductsGiveTheSameBits() throws {
        let leaves = [300, 140, 140].enumerated().map { pseudorandom([1, 2, $1, 40], seed: $0 + 1, range: -3...3).requiringGradient() }
        let results = try [InstructionLevel.avx2, .avx512].map { level in
            let result = Tensor.attention(query: leaves[0], key: leaves[1], value: leaves[2], level: level)
            let found = try gradients(of: result, seed: pseudorandom(result.shape, seed: 4))
            return try [result.scalars] + leaves.map { try #require(found[$0]).scalars }
        }
        #expect(results[0] == results[1])
    }

    /// Scores of ±10⁴ in rising, falling and changing order: the greatest takes all, nothing overflows.
    @Test(arguments: levels, [1, -1, 0]) func largeScoresDoNotOverflow(_ level: InstructionLevel, _ order: Int) throws {
        let (queries, keys) = (40, 300)
        let heights = (0..<keys).map { order == 0 ? ($0 * 7 % keys) - keys / 2 : order * ($0 - keys / 2) }
        let query = Tensor([Float](repeating: 1, count: queries), shape: [1, 1, queries, 1]).requiringGradient()
        let key = Tensor(heights.map { Float($0) * 70 }, shape: [1, 1, keys, 1]).requiringGradient()
        let value = pseudorandom([1, 1, keys, 9]).requiringGradient()
        let result = Tensor.attention(query: query, key: key, value: value, level: level)
        let best = try #require(heights.firstIndex(of: heights.max() ?? 0))
        expectClose(result, (0..<queries).flatMap { _ in value.scalars[best * 9..<best * 9 + 9] }, absolute: 1e-6)
        let found = try gradients(of: result.square().sum())
        for leaf in [query, key, value] { #expect(try #require(found[leaf]).scalars.allSatisfy(\.isFinite)) }
    }

    /// A greatest score that grows by a little at each block of keys, so that what was added up is seldom corrected.
    @Test(arguments: levels, [0.01, 0.03, 0.2] as [Float]) func slowlyRisingScoresAreExact(_ level: InstructionLevel, _ rise: Float) {
        let keys = 1000
        let query = Tensor.ones([1, 1, 3, 1])
        let key = Tensor((0..<keys).map { Float($0) * rise }, shape: [1, 1, keys, 1])
        let value = pseudorandom([1, 1, keys, 5])
        let weights = (0..<keys).map { Foundation.exp(Double(Float($0) * rise) - Double(Float(keys - 1) * rise)) }
        let expected = (0..<5).map { column in
            Float((0..<keys).reduce(0) { $0 + weights[$1] * Double(value.scalars[$1 * 5 + column]) } / weights.reduce(0, +))
        }
        let result = Tensor.attention(query: query, key: key, value: value, level: level)
        expectClose(result, expected + expected + expected, absolute: 3e-6, relative: 1e-5)
    }

    /// A query that is not a number spoils its own row alone, and none beside it in the panel.
    @Test(arguments: levels) func rowsDoNotTouchEachOther(_ level: InstructionLevel) {
        var scalars = pseudorandom([1, 1, 35, 6]).scalars
        scalars[5 * 6] = .nan
        let other = pseudorandom([1, 1, 50, 6], seed: 2)
        let result = Tensor.attention(query: Tensor(scalars, shape: [1, 1, 35, 6]), key: other, value: other, level: level).scalars
        for row in 0..<35 { #expect(result[row * 6..<row * 6 + 6].allSatisfy { $0.isNaN == (row == 5) }, "row \(row)") }
    }
}
