import TestSupport
import Tensors
import Testing

/// Tensors that are kept in half of the memory.
@Suite struct KeptTensorTests {
    private func rounded(_ tensor: Tensor) -> Tensor { NarrowTensor(rounding: tensor).widened() }

    /// As PyTorch's `x.to(torch.bfloat16).to(torch.float32)` has them: to the nearest, ties to even.
    @Test func numbersAreRoundedToTheNearest() {
        let cases: [(Float, Float)] = [
            (1, 1), (-2.5, -2.5), (1.00390625, 1), (1.01171875, 1.015625), (1.004, 1.0078125), (3.4e38, .infinity), (-.infinity, -.infinity), (0, 0),
            (3.14159265, 3.140625),
        ]
        let result = rounded(Tensor(cases.map(\.0), shape: [cases.count])).scalars
        for (found, (number, expected)) in zip(result, cases) {
            #expect(found == expected, "\(number): \(found), expected \(expected)")
        }
        let odd = rounded(Tensor([.nan, Float(bitPattern: 0x7F80_0001), Float(bitPattern: 0xFFFF_FFFF), -0.0], shape: [4])).scalars
        #expect(odd[0].isNaN && odd[1].isNaN && odd[2].isNaN && odd[3].sign == .minus)
    }

    @Test func everyLayoutIsKept() {
        let whole = pseudorandom([6, 10, 4])
        for tensor in [whole, whole.transposed(0, 2), whole.sliced(axis: 1, 3..<7), whole.sliced(axis: 0, 2..<3).broadcast(to: [5, 10, 4])] {
            let expected = tensor.scalars.map { Float(bitPattern: UInt32((($0.bitPattern &+ 0x7FFF &+ ($0.bitPattern >> 16 & 1)) >> 16)) << 16) }
            #expect(rounded(tensor).scalars == expected && rounded(tensor).shape == tensor.shape)
        }
    }

    @Test func whatFitsIsKeptExactly() throws {
        let (inexact, exact) = (pseudorandom([9, 9]), rounded(pseudorandom([9, 9])))
        #expect(NarrowTensor(exactly: inexact) == nil)
        #expect(try #require(NarrowTensor(exactly: exact)).widened().scalars == exact.scalars)
        let copy = exact * 1
        #expect(try #require(NarrowTensor(exactly: copy)).widened().scalars == exact.scalars)
    }

    /// What a gradient needs is rounded, and nothing else: the gradient is that at the rounded numbers.
    @Test(arguments: ["gelu", "silu", "square", "softmax", "norm", "layer norm", "linear", "convolution", "product", "geglu", "matmul"])
    func gradientsAreThoseOfRoundedNumbers(_ name: String) throws {
        let x = pseudorandom([2, 64, 8, 8])
        let weights = (pseudorandom([64, 64], seed: 2), pseudorandom([64, 64, 3, 3], seed: 3))
        func gradient(_ precision: KeptPrecision, at x: Tensor) throws -> [[Float]] {
            let input = Tensor.zeros(x.shape).requiringGradient()
            let (w, k) = (weights.0.requiringGradient(), weights.1.requiringGradient())
            // An activation, which is no leaf itself.
            let value = x + input
            let result = keepingActivations(in: precision) {
                switch name {
                case "gelu": value.gelu()
                case "silu": value.silu()
                case "square": value.square()
                case "softmax": value.reshaped([128, 64]).softmax()
                case "norm": value.groupNormalized(groups: 8, activation: .silu)
                case "layer norm": value.reshaped([128, 64]).layerNormalized()
                case "linear": value.reshaped([128, 64]).linear(weight: w)
                case "convolution": value.convolved2d(weight: k, padding: 1)
                case "product": value * pseudorandom(x.shape, seed: 5)
                case "geglu": value.reshaped([128, 64]).geglu()
                default: value.reshaped([128, 64]).matmul(w)
                }
            }
            let seed = pseudorandom(result.shape, seed: 7)
            let found = try gradients(of: result, seed: seed)
            return [found[input], found[w], found[k]].map { $0?.scalars ?? [] }
        }
        let expected = try gradient(.float32, at: name == "softmax" ? x : rounded(x))
        let found = try gradient(.bfloat16, at: x)
        if name == "norm" || name == "layer norm" || name == "softmax" {
            // Statistics are those of the way forward, and a softmax keeps its result.
            for (one, other) in zip(found, expected) { expectClose(one, other, absolute: 0.5, relative: 0.02) }
        } else if name != "product" {
            #expect(found == expected)
        }
        #expect(try found != gradient(.float32, at: x) || name == "product")
    }

    /// Three operations that need one tensor keep it once.
    @Test func oneCopyIsKeptForAll() throws {
        let leaf = pseudorandom([1], seed: 9).requiringGradient()
        let x = pseudorandom([256, 256]) + leaf.broadcast(to: [256, 256])
        let (first, second) = (NarrowTensor(rounding: x), NarrowTensor(rounding: x))
        #expect(first.sharesMemory(with: second))
        #expect(!first.sharesMemory(with: NarrowTensor(rounding: x * 1)))
        withExtendedLifetime((first, second)) {}
    }

    /// A frozen weight in half of the memory is widened for the way back, and never kept wide.
    @Test func weightsAreKeptAsTheirOwnersKeepThem() throws {
        let narrow = NarrowTensor(rounding: pseudorandom([128, 64], seed: 2))
        let leaf = pseudorandom([4, 64]).requiringGradient()
        let result = leaf.linear(weight: narrow.widened())
        let plain = leaf.linear(weight: narrow.widened() * 1)
        let seed = pseudorandom([4, 128], seed: 3)
        let (found, expected) = (try gradients(of: result, seed: seed)[leaf], try gradients(of: plain, seed: seed)[leaf])
        #expect(try #require(found).scalars == #require(expected).scalars)
        // One that its owner keeps as float32 is not rounded with the activations.
        let wide = pseudorandom([128, 64], seed: 2)
        let ways = try [KeptPrecision.float32, .bfloat16].map { precision in
            try gradients(of: keepingActivations(in: precision) { (leaf + 0).linear(weight: wide) }, seed: seed)[leaf]?.scalars
        }
        #expect(ways[0] == ways[1] && ways[0] != nil)
    }

    @Test func recomputedBlocksGiveTheSameBits() throws {
        let leaf = pseudorandom([64, 64], seed: 9).requiringGradient()
        let weight = pseudorandom([64, 64], seed: 3).requiringGradient()
        func block(_ inputs: [Tensor]) -> Tensor { inputs[0].linear(weight: weight).silu().linear(weight: weight) + inputs[0] }
        let found = try keepingActivations(in: .bfloat16) {
            try [gradients(of: block([leaf * 2]).square().sum()), gradients(of: checkpointed([leaf * 2], block).square().sum())]
        }
        for tensor in [leaf, weight] { #expect(try #require(found[0][tensor]).scalars == #require(found[1][tensor]).scalars) }
    }
}
