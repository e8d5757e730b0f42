import TestSupport
import Tensors
import Testing

/// Gradients that are handed over one by one.
@Suite struct ForEachGradientTests {
    private let leaves = [pseudorandom([5, 7]), pseudorandom([7, 7], seed: 2), pseudorandom([7, 7], seed: 3), pseudorandom([2])]
        .map { $0.requiringGradient() }

    /// The second leaf is used twice, the last one not at all.
    private func loss() -> Tensor {
        let hidden = leaves[0].linear(weight: leaves[1]).silu()
        return hidden.linear(weight: leaves[2]).linear(weight: leaves[1]).square().sum()
    }

    @Test func theyAreTheSameBits() throws {
        let all = try gradients(of: loss())
        var found: [Int: [Float]] = [:]
        try forEachGradient(of: loss(), to: GradientPlaces(of: leaves)) { place, gradient in
            #expect(found.updateValue(gradient.scalars, forKey: place) == nil, "each is handed over once")
        }
        #expect(found.keys.sorted() == [0, 1, 2])
        for (place, scalars) in found { #expect(scalars == all[leaves[place]]?.scalars) }
    }

    /// A leaf that is used late is whole early, and one that is used twice only after its second use.
    @Test func eachComesWhenItIsWhole() throws {
        var order: [Int] = []
        var walked = 0
        var met: [Int: Int] = [:]
        try forEachGradient(of: loss(), to: GradientPlaces(of: leaves), interruption: { walked += 1 }) { place, _ in
            order.append(place)
            met[place] = walked
        }
        #expect(order.first == 2 && Set(order.suffix(2)) == [0, 1])
        #expect(try #require(met[2]) < #require(met[1]))
    }

    /// What the walk no longer needs can change meanwhile, also where blocks are computed again.
    @Test func handedOverLeavesMayChange() throws {
        final class Weight { var value = pseudorandom([7, 7], seed: 9).requiringGradient() }
        let weights = [Weight(), Weight(), Weight()]
        func loss() throws -> Tensor {
            try weights.reduce(leaves[0]) { value, weight in try checkpointed([value]) { $0[0].linear(weight: weight.value).silu() } }.square().sum()
        }
        let all = try gradients(of: loss())
        let expected = weights.map { all[$0.value]?.scalars }
        try forEachGradient(of: loss(), to: GradientPlaces(of: weights.map(\.value))) { place, gradient in
            #expect(gradient.scalars == expected[place])
            weights[place].value = Tensor.zeros([7, 7]).requiringGradient()
        }
    }

    @Test func aLeafIsItsOwnLoss() throws {
        let leaf = Tensor(3).requiringGradient()
        var found: [Float] = []
        try forEachGradient(of: leaf, to: GradientPlaces(of: [leaf])) { found.append($1.item) }
        #expect(found == [1])
    }
}
