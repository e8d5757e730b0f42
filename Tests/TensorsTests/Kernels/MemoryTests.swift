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

    @Test func stepsOfAttentionDoNotGrow() throws {
        func step() throws {
            let leaves = (1...3).map { pseudorandom([1, 4, 300, 16], seed: $0).requiringGradient() }
            let result = Tensor.attention(query: leaves[0], key: leaves[1], value: leaves[2])
            _ = try gradients(of: result.square().mean())
        }
        for _ in 0..<10 { try step() }
        let before = try Self.residentBytes()
        for _ in 0..<150 { try step() }
        #expect(try Self.residentBytes() - before < 48 << 20)
    }

    @Test func graphsThatAreNeverWalkedAreReleased() throws {
        func step() {
            var value = pseudorandom([64, 256]).requiringGradient()
            for _ in 0..<20 { value = (value * 1.01).silu() }
        }
        for _ in 0..<10 { step() }
        let before = try Self.residentBytes()
        for _ in 0..<200 { step() }
        #expect(try Self.residentBytes() - before < 48 << 20)
    }

    @Test func statisticsCountWhatIsHeld() {
        let tensor = Tensor.ones([40 << 20])
        let held = TensorMemory.statistics
        #expect(held.bytesInUse >= 160 << 20 && held.peakBytesInUse >= held.bytesInUse)
        #expect(tensor.count == 40 << 20)
    }
}
