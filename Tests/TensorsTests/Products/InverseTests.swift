import Tensors
import TestSupport
import Testing

@Suite struct InverseTests {
    /// Identity plus a skew-symmetric matrix: no rows need to be exchanged.
    private func matrices(_ count: Int, _ size: Int, seed: Int = 3) -> Tensor {
        let skew = pseudorandom([count, size, size], seed: seed)
        let identity = Tensor((0..<size * size).map { $0 / size == $0 % size ? 1 : 0 }, shape: [size, size])
        return identity + skew - skew.transposed(-1, -2)
    }

    @Test(arguments: [(1, 1), (3, 2), (5, 7), (2, 32), (1, 80)]) func productWithTheInverseIsTheIdentity(_ count: Int, _ size: Int) {
        let matrices = matrices(count, size)
        let product = matrices.matmul(matrices.inverted())
        let identity = (0..<count * size * size).map { ($0 / size) % size == $0 % size ? Float(1) : 0 }
        expectClose(product, identity, shape: [count, size, size], absolute: 1e-5, "\(count) matrices of side \(size)")
    }

    @Test(arguments: TensorLayout.allCases) func layoutsAgree(_ layout: TensorLayout) {
        let own = layout.tensor([4, 3, 3], range: -0.2...0.2)
        let identity = Tensor([1, 0, 0, 0, 1, 0, 0, 0, 1], shape: [3, 3])
        let dense = Tensor((own + identity).scalars, shape: [4, 3, 3])
        #expect((own + identity).inverted().scalars == dense.inverted().scalars)
    }

    @Test func gradientsAreRight() throws {
        try expectGradients([matrices(2, 4)], "inverse") { $0[0].inverted() }
    }

    @Test func threadsChangeNothing() {
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = [1, 3].map { threads in
            Parallelism.threads = threads
            return matrices(9, 16).inverted().scalars
        }
        #expect(results[0] == results[1])
    }
}
