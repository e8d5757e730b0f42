import TestSupport
import Tensors
import Testing

@Suite struct CheckpointingTests {
    private let leaves = [pseudorandom([5, 7]), pseudorandom([5, 7], seed: 2), pseudorandom([7, 7], seed: 3)].map { $0.requiringGradient() }

    /// Several steps on two inputs and a weight that is not among the inputs; one input is used twice.
    private func block(_ inputs: [Tensor]) -> Tensor {
        let hidden = (inputs[0] * inputs[1]).linear(weight: leaves[2]).silu()
        return hidden + inputs[0].linear(weight: leaves[2])
    }

    @Test func gradientsAreTheSameBits() throws {
        let inputs = [leaves[0].exp(), leaves[1] * 2]
        let kept = try gradients(of: block(inputs).square().sum())
        let again = try gradients(of: checkpointed([leaves[0].exp(), leaves[1] * 2], block).square().sum())
        for leaf in leaves { #expect(try #require(again[leaf]).scalars == (try #require(kept[leaf]).scalars)) }
    }

    @Test func blocksInsideBlocks() throws {
        let kept = try gradients(of: block([block([leaves[0], leaves[1]]), leaves[1]]).sum())
        let nested = try checkpointed([leaves[0], leaves[1]]) { try block([checkpointed($0, block), $0[1]]) }
        let again = try gradients(of: nested.sum())
        // The weight is used in both blocks, so its parts are added in another order.
        for leaf in leaves { expectClose(try #require(again[leaf]), try #require(kept[leaf]).scalars, absolute: 1e-4) }
    }

    @Test func whatNeedsNoGradientIsComputedOnce() throws {
        var count = 0
        let frozen = pseudorandom([3])
        let result = try checkpointed([frozen]) {
            count += 1
            return $0[0] * 2
        }
        #expect(!result.requiresGradient && count == 1)
        let leaf = pseudorandom([3], seed: 4).requiringGradient()
        let product = try checkpointed([leaf, frozen]) {
            count += 1
            return $0[0] * $0[1]
        }
        let found = try gradients(of: product.sum())
        #expect(count == 3)
        #expect(try #require(found[leaf]).scalars == frozen.scalars)
    }

    @Test func anInterruptEndsTheSecondComputation() throws {
        struct Stop: Error {}
        let leaf = leaves[0]
        let result = try checkpointed([leaf], interruption: { throw Stop() }) { $0[0].exp().square() }
        #expect(throws: Stop.self) { try gradients(of: result.sum()) }
    }
}
