/// What tensors use of the machine's memory.
public enum TensorMemory {
    /// Sizes in bytes.
    public struct Statistics: Sendable, Equatable {
        /// Held by tensors that are alive.
        public internal(set) var bytesInUse: Int
        /// The most that was held at once since the start or the last `resetPeak()`.
        public internal(set) var peakBytesInUse: Int
        /// Free, but kept for the next tensors.
        public internal(set) var bytesKept: Int
    }

    /// How things stand now.
    public static var statistics: Statistics { BufferPool.shared.statistics }

    /// Starts measuring the peak anew.
    public static func resetPeak() { BufferPool.shared.resetPeak() }

    /// Whether the system refused memory, and what was set aside for that is in use: the work under way must stop.
    public static var isExhausted: Bool { MemoryReserve.shared.isOpened }

    /// The work that found memory exhausted has stopped: something is set aside again as soon as there is room.
    public static func recover() {
        MemoryReserve.shared.close()
        if !MemoryReserve.shared.keep() {
            trim()
            MemoryReserve.shared.keep()
        }
    }

    /// Returns memory that no tensor uses to the system.
    ///
    /// - Parameter bytes: how much of it to keep for the next tensors.
    public static func trim(keeping bytes: Int = 0) { BufferPool.shared.trim(to: bytes) }
}
