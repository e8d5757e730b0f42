import Tensors
import Testing

@Suite struct OperationProfileTests {
    private func tensor(_ shape: [Int]) -> Tensor { Tensor.full(0.5, shape) }

    @Test func notesWhatRanWithItsWork() throws {
        let (weight, bias) = (tensor([8, 16]), tensor([8]))
        let (_, profile) = OperationProfile.recording {
            for _ in 0..<3 { _ = tensor([4, 16]).linear(weight: weight, bias: bias).silu() }
        }
        let linear = try #require(profile.entries.first { $0.operation.name == "linear" })
        #expect(linear.calls == 3)
        #expect(linear.operation.shape == "(4×16 · 16×8)")
        #expect(linear.operation.operations == 2 * 4 * 16 * 8)
        #expect(linear.seconds > 0)
        #expect(profile.operations == 3 * 2 * 4 * 16 * 8)
        let names = Set(profile.entries.map(\.operation.name))
        #expect(names == ["linear", "elementwise Swish"])
    }

    @Test func countsWhatABackwardWalkNeeds() throws {
        let input = tensor([1, 4, 8, 8]).requiringGradient()
        let weight = tensor([6, 4, 3, 3]).requiringGradient()
        let (_, profile) = try OperationProfile.recording {
            _ = try gradients(of: input.convolved2d(weight: weight, stride: 2, padding: 1).sum())
        }
        let convolutions = profile.entries.filter { $0.operation.name.hasPrefix("convolution") }
        #expect(
            Set(convolutions.map(\.operation.name)) == [
                "convolution 3×3/2 by columns", "convolution input gradient 3×3/2 by columns", "convolution weight gradient 3×3/2",
            ])
        #expect(convolutions.allSatisfy { $0.operation.operations == 2 * 16 * 6 * 36 && $0.calls == 1 })
    }

    @Test func aFrozenWeightHasNoGradient() throws {
        let input = tensor([2, 4]).requiringGradient()
        let (_, profile) = try OperationProfile.recording {
            _ = try gradients(of: input.linear(weight: tensor([3, 4])).sum())
        }
        #expect(profile.operations == 2 * 2 * (2 * 3 * 4))
    }

    @Test func attentionIsCountedByItsShape() throws {
        let (_, profile) = OperationProfile.recording {
            _ = Tensor.attention(query: tensor([2, 3, 5, 8]), key: tensor([2, 3, 7, 8]), value: tensor([2, 3, 7, 4]))
        }
        #expect(profile.operations == 2 * 6 * 5 * 7 * (8 + 4))
    }

    @Test func anInnerOperationIsNotCountedTwice() throws {
        let wide = tensor([512, 256])
        let start = ContinuousClock.now
        let (_, profile) = OperationProfile.recording { _ = wide.transposed(0, 1).softmax() }
        let whole = (ContinuousClock.now - start) / .seconds(1)
        let copy = try #require(profile.entries.first { $0.operation.name == "copy" })
        #expect(copy.calls == 1)
        #expect(copy.operation.bytes == 2 * 4 * 512 * 256)
        #expect(profile.entries.count == 2)
        #expect(profile.entries.reduce(0) { $0 + $1.seconds } < whole)
    }

    @Test func nothingIsNotedOutside() throws {
        let (_, profile) = OperationProfile.recording {}
        _ = tensor([4, 4]) + tensor([4, 4])
        #expect(profile.entries.isEmpty)
    }
}
