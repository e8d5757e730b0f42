import Synchronization

/// Buffers that were used before, kept by size: memory fresh from the system costs a page fault every 4096 bytes, step after step.
final class BufferPool: Sendable {
    static let shared = BufferPool()

    /// Free memory that is never too much to keep, in bytes.
    private static let alwaysKept = 256 << 20

    private struct Kept {
        let buffer: UnsafeMutablePointer<Float>
        /// When it was given back.
        let time: Int
    }

    private struct State: @unchecked Sendable {
        /// Buffers by size class, each the oldest first.
        var free: [[Kept]] = Array(repeating: [], count: SizeClass.count)
        var statistics = TensorMemory.Statistics(bytesInUse: 0, peakBytesInUse: 0, bytesKept: 0)
        /// The most that was in use at once since the start or the last `trim`.
        var greatestUse = 0
        var time = 0

        /// How much may be kept: with what is in use an eighth more than was ever in use at once, so that what one kind of work has left
        /// doesn't lie idle during the next, while the same work again finds all its buffers.
        var mostKept: Int { greatestUse - statistics.bytesInUse + max(alwaysKept, greatestUse / 8) }

        /// Takes the buffer out that has lain longest, nil when none is kept.
        mutating func removeOldest() -> (buffer: UnsafeMutablePointer<Float>, bytes: Int)? {
            let oldest = free.indices.min { (free[$0].first?.time ?? .max) < (free[$1].first?.time ?? .max) }
            guard let oldest, !free[oldest].isEmpty else { return nil }
            let bytes = SizeClass(index: oldest).bytes
            statistics.bytesKept -= bytes
            return (free[oldest].removeFirst().buffer, bytes)
        }
    }

    private let state = Mutex(State())

    var statistics: TensorMemory.Statistics { state.withLock { $0.statistics } }

    func resetPeak() {
        state.withLock { $0.statistics.peakBytesInUse = $0.statistics.bytesInUse }
    }

    /// A buffer of at least `count` elements, and its size, to be given back with it.
    func take(count: Int) -> (UnsafeMutablePointer<Float>, SizeClass) {
        let size = SizeClass(for: count)
        let kept = state.withLock { state -> UnsafeMutablePointer<Float>? in
            state.statistics.bytesInUse += size.bytes
            state.statistics.peakBytesInUse = max(state.statistics.peakBytesInUse, state.statistics.bytesInUse)
            state.greatestUse = max(state.greatestUse, state.statistics.bytesInUse)
            guard let kept = state.free[size.index].popLast() else { return nil }
            state.statistics.bytesKept -= size.bytes
            return kept.buffer
        }
        if let kept { return (kept, size) }
        releaseExcess()
        return (allocate(bytes: size.bytes, used: count * MemoryLayout<Float>.stride), size)
    }

    /// Memory of the system's; where it refuses, in exchange for what is kept, then for the reserve, then of a file's.
    private func allocate(bytes: Int, used: Int) -> UnsafeMutablePointer<Float> {
        MemoryReserve.shared.keep()
        if let memory = SystemMemory.allocate(bytes: bytes, used: used) { return memory }
        trim(to: 0)
        if let memory = SystemMemory.allocate(bytes: bytes, used: used) { return memory }
        MemoryReserve.shared.open()
        if let memory = SystemMemory.allocate(bytes: bytes, used: used) ?? SystemMemory.allocateInFile(bytes: bytes) { return memory }
        // There is no caller who could go on: the same as Swift's own arrays.
        fatalError("out of memory: a tensor of \(bytes) bytes")
    }

    /// Keeps a buffer for reuse.
    func giveBack(_ buffer: UnsafeMutablePointer<Float>, _ size: SizeClass) {
        let isTooMuch = state.withLock { state in
            state.statistics.bytesInUse -= size.bytes
            state.statistics.bytesKept += size.bytes
            state.time += 1
            state.free[size.index].append(Kept(buffer: buffer, time: state.time))
            return state.statistics.bytesKept > state.mostKept
        }
        if isTooMuch { releaseExcess() }
    }

    /// Returns kept buffers to the system, the oldest first, until no more than `bytes` are kept.
    func trim(to bytes: Int) {
        state.withLock { $0.greatestUse = $0.statistics.bytesInUse }
        release { _ in bytes }
    }

    private func releaseExcess() { release(downTo: \.mostKept) }

    private func release(downTo limit: (State) -> Int) {
        while let oldest = state.withLock({ $0.statistics.bytesKept > limit($0) ? $0.removeOldest() : nil }) {
            SystemMemory.release(oldest.buffer, bytes: oldest.bytes)
        }
    }
}
