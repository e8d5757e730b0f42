import TestSupport
import Tensors
import Testing

/// Tests that change what all threads share, one after the other.
@Suite(.serialized) struct DeterminismTests {
    static func step() throws -> [[Float]] {
        let x = pseudorandom([2, 32, 33, 31]).requiringGradient()
        let w = pseudorandom([48, 32, 3, 3], seed: 2, range: -0.1...0.1).requiringGradient()
        let scale = pseudorandom([48], seed: 3).requiringGradient()
        let m = pseudorandom([144, 48], seed: 4, range: -0.2...0.2).requiringGradient()
        let picture = x.convolved2d(weight: w, padding: 1).groupNormalized(groups: 8, weight: scale, activation: .silu)
        let tokens = picture.flattened(from: 2).transposed(1, 2).layerNormalized()
        let parts = tokens.linear(weight: m).split(axis: 2, parts: 3).map { $0.reshaped([2, -1, 3, 16]).transposed(1, 2) }
        let mixed = Tensor.attention(query: parts[0], key: parts[1], value: parts[2]).transposed(1, 2).reshaped(tokens.shape)
        let found = try gradients(of: (mixed.gelu() + tokens).square().mean())
        return [mixed.scalars] + [x, w, scale, m].map { found[$0]?.scalars ?? [] }
    }

    @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
        let usual = Parallelism.threads
        defer { Parallelism.threads = usual }
        var results: [[[Float]]] = []
        for threads in [1, 2, 5] {
            Parallelism.threads = threads
            results.append(try Self.step())
        }
        #expect(results[0].allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isFinite) })
        #expect(results[0] == results[1] && results[0] == results[2])
        #expect(try Self.step() == results[0])
    }
}
