import Glibc
import Synchronization

/// Buffers that were used before, kept by size: memory fresh from the system costs a page fault every 4096 bytes, step after step.
final class BufferPool: Sendable {
    static let shared = BufferPool()

    private struct State: @unchecked Sendable {
        var free: [Int: [UnsafeMutablePointer<Float>]] = [:]
        var statistics = TensorMemory.Statistics(bytesInUse: 0, peakBytesInUse: 0, bytesKept: 0)
    }

    private let state = Mutex(State())
    /// No more than this is kept for reuse: a quarter of the machine's memory.
    private let limit = max(256 << 20, sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 4)

    var statistics: TensorMemory.Statistics { state.withLock { $0.statistics } }

    func resetPeak() {
        state.withLock { $0.statistics.peakBytesInUse = $0.statistics.bytesInUse }
    }

    /// A buffer of at least `count` elements, and how many it really has.
    func take(count: Int) -> (UnsafeMutablePointer<Float>, capacity: Int) {
        let capacity = Self.sizeClass(count)
        let bytes = capacity * MemoryLayout<Float>.stride
        let reused = state.withLock { state -> UnsafeMutablePointer<Float>? in
            state.statistics.bytesInUse += bytes
            state.statistics.peakBytesInUse = max(state.statistics.peakBytesInUse, state.statistics.bytesInUse)
            guard let buffer = state.free[capacity]?.popLast() else { return nil }
            state.statistics.bytesKept -= bytes
            return buffer
        }
        return (reused ?? Self.allocate(bytes: bytes), capacity)
    }

    func giveBack(_ buffer: UnsafeMutablePointer<Float>, capacity: Int) {
        let bytes = capacity * MemoryLayout<Float>.stride
        let keeps = state.withLock { state in
            state.statistics.bytesInUse -= bytes
            guard state.statistics.bytesKept + bytes <= limit else { return false }
            state.statistics.bytesKept += bytes
            state.free[capacity, default: []].append(buffer)
            return true
        }
        if !keeps { free(buffer) }
    }

    /// Returns all kept buffers to the system.
    func trim() {
        let buffers = state.withLock { state in
            let kept = state.free.values.flatMap { $0 }.map { UInt(bitPattern: $0) }
            state.free = [:]
            state.statistics.bytesKept = 0
            return kept
        }
        for address in buffers { free(UnsafeMutableRawPointer(bitPattern: address)) }
    }

    /// Sizes in steps of an eighth of their power of two: close enough to reuse, wasting at most an eighth.
    private static func sizeClass(_ count: Int) -> Int {
        guard count > 64 else { return 64 }
        let step = max(16, 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount - 4))
        return (count + step - 1) / step * step
    }

    private static func allocate(bytes: Int) -> UnsafeMutablePointer<Float> {
        guard let memory = aligned_alloc(64, (bytes + 63) & ~63) else {
            // A failing allocation has no caller who could go on: the same as Swift's own arrays.
            fatalError("out of memory: a tensor of \(bytes) bytes")
        }
        return memory.assumingMemoryBound(to: Float.self)
    }
}
