import Foundation
import TestSupport
import Tensors
import Testing

@Suite(.serialized) struct MemoryTests {
    /// Resident bytes of this process.
    static func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(fields[1])) * 4096
    }

    /// By how much memory grows over 40 steps: the least of six such stretches, since other tests allocate at the same time. A leak shows in all.
    static func growth(of step: () throws -> Void) throws -> Int {
        for _ in 0..<5 { try step() }
        let stretches = try (0..<6).map { _ in
            let before = try residentBytes()
            for _ in 0..<40 { try step() }
            return try residentBytes() - before
        }
        return stretches.min() ?? 0
    }

    @Test func stepsOfAttentionDoNotGrow() throws {
        let growth = try Self.growth {
            let leaves = (1...3).map { pseudorandom([1, 4, 300, 16], seed: $0).requiringGradient() }
            let result = Tensor.attention(query: leaves[0], key: leaves[1], value: leaves[2])
            _ = try gradients(of: result.square().mean())
        }
        #expect(growth < 2 << 20)
    }

    @Test func graphsThatAreNeverWalkedAreReleased() throws {
        let growth = try Self.growth {
            var value = pseudorandom([64, 256]).requiringGradient()
            for _ in 0..<20 { value = (value * 1.01).silu() }
        }
        #expect(growth < 2 << 20)
    }

    @Test func statisticsCountWhatIsHeld() {
        let tensor = Tensor.ones([40 << 20])
        let held = TensorMemory.statistics
        #expect(held.bytesInUse >= 160 << 20 && held.peakBytesInUse >= held.bytesInUse)
        #expect(tensor.count == 40 << 20)
    }
}
