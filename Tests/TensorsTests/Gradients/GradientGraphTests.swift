import TestSupport
import Tensors
import Testing

@Suite struct GradientGraphTests {
    private struct Interrupted: Error {}

    @Test func aGradientUsedTwiceAccumulates() throws {
        let x = Tensor([2, 3], shape: [2]).requiringGradient()
        let y = x * x
        let found = try gradients(of: (y * x + y + x).sum())
        expectClose(try #require(found[x]), [3 * 4 + 4 + 1, 3 * 9 + 6 + 1], absolute: 1e-5)
    }

    @Test func nothingIsRecordedWithoutLeaves() {
        let x = pseudorandom([2, 3])
        #expect(!(x * x + 1).exp().sum().requiresGradient)
        let leaf = x.requiringGradient()
        #expect((leaf + 1).requiresGradient && !(leaf + 1).detached().requiresGradient)
    }

    @Test func leavesThatDoNotMatterHaveNoGradient() throws {
        let (x, y) = (pseudorandom([3]).requiringGradient(), pseudorandom([3]).requiringGradient())
        let found = try gradients(of: x.sum() + (y.detached() * 2).sum())
        #expect(found[x] != nil && found[y] == nil && found[x.detached()] == nil)
        #expect(try gradients(of: Tensor(1))[x] == nil)
        expectClose(try #require(gradients(of: x, seed: Tensor([1, 2, 3], shape: [3]))[x]), [1, 2, 3])
    }

    /// Recursion over a chain this long would overflow the stack, in the walk or when it is released.
    @Test func deepChainsNeedNoStack() throws {
        let x = Tensor(1).requiringGradient()
        var y = x
        for _ in 0..<200_000 { y = y + 1 }
        expectClose(try #require(gradients(of: y)[x]), [1])
        y = x
        for _ in 0..<200_000 { y = y + x }
        y = x
    }

    @Test func anInterruptionEndsTheWalk() throws {
        let x = pseudorandom([3]).requiringGradient()
        var y = x
        for _ in 0..<100 { y = y * 1.01 }
        var calls = 0
        #expect(throws: Interrupted.self) {
            _ = try gradients(of: y.sum()) {
                calls += 1
                if calls == 7 { throw Interrupted() }
            }
        }
        #expect(calls == 7)
        var nodes = 0
        _ = try gradients(of: (x * 2 + 1).sum()) { nodes += 1 }
        #expect(nodes >= 3)
    }
}
