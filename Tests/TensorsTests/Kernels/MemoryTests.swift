import Foundation
import Glibc
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

    private static func address(of tensor: Tensor) -> UInt { tensor.withScalars { UInt(bitPattern: $0.baseAddress) } }

    /// Sizes around those at which blocks are mapped.
    @Test(arguments: [1, 65, 1000, 262_143, 262_144, 262_145, 1_048_575, 1_048_577, 5_000_001])
    func buffersAreAlignedWholeAndUsedAgain(count: Int) {
        let first = Tensor.full(3, [count])
        #expect(Self.address(of: first).isMultiple(of: 64))
        #expect(first.sum().item == Float(3 * count))
        #expect(TensorMemory.statistics.bytesInUse >= 4 * count)
    }

    /// Whether the process still has the page in the middle of a block.
    private static func isMapped(_ address: UInt, bytes: Int) -> Bool {
        var state: UInt8 = 0
        return mincore(UnsafeMutableRawPointer(bitPattern: (address + UInt(bytes / 2)) & ~4095), 4096, &state) == 0
    }

    /// Asked of one block three times: what the process holds altogether depends on other tests, and so, rarely, does what lies at an address.
    @Test func memoryGoesBackToTheSystem() {
        let gone = (0..<3).contains { _ in
            let bytes = 320 << 20
            var tensor: Tensor? = Tensor.ones([bytes / 4])
            let address = tensor.map(Self.address) ?? 0
            #expect(Self.isMapped(address, bytes: bytes))
            tensor = nil
            TensorMemory.trim()
            return tensor == nil && !Self.isMapped(address, bytes: bytes)
        }
        #expect(gone)
    }

    /// What lies idle and what is used together stay near what was once used at the same time.
    @Test func keptBuffersMakeWayForOthers() {
        TensorMemory.trim()
        let start = TensorMemory.statistics.bytesInUse
        for count in stride(from: 40 << 20, to: 72 << 20, by: 4 << 20) { _ = Tensor.ones([count]) }
        let held = TensorMemory.statistics
        #expect(held.bytesInUse + held.bytesKept < start + 900 << 20)
    }
}
