import Glibc
import Synchronization

/// Memory that is set aside where the process may not take as much as it likes (`ulimit -v`, `ulimit -d`), or the system promises no more than it has.
///
/// Operations on tensors don't throw. Where the system refuses one its memory, the reserve makes room for it to end, and `TensorMemory.isExhausted` lets
/// the work stop where it can throw: before the next block of a network.
final class MemoryReserve: Sendable {
    static let shared = MemoryReserve()

    private static let largest = 1 << 30

    private struct State: @unchecked Sendable {
        var block: UnsafeMutableRawPointer?
        var isOpened = false
    }

    private let state = Mutex(State())
    /// Bytes; none where nothing limits the process.
    private let size = MemoryReserve.limit.map { min($0 / 8, largest) } ?? (MemoryReserve.isOvercommitStrict ? beyondFiles : 0)
    /// Without a limit large tensors can lie in files; this is for the small ones.
    private static let beyondFiles = 64 << 20

    /// Whether it had to be used since the last `close()`.
    var isOpened: Bool { state.withLock(\.isOpened) }

    /// Sets it aside, where that was not done and is wanted; false where there is no room for it.
    @discardableResult
    func keep() -> Bool {
        guard size > 0 else { return true }
        return state.withLock { state in
            guard state.block == nil, !state.isOpened else { return true }
            let block = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            state.block = block == MAP_FAILED ? nil : block
            return state.block != nil
        }
    }

    /// Gives it to those who need it now.
    func open() {
        state.withLock { state in
            if let block = state.block { munmap(block, size) }
            state = State(isOpened: true)
        }
    }

    /// The work that needed it has stopped.
    func close() { state.withLock { $0.isOpened = false } }

    /// Source: proc(5), `/proc/sys/vm/overcommit_memory`: 2 is strict.
    private static var isOvercommitStrict: Bool {
        guard let file = fopen("/proc/sys/vm/overcommit_memory", "r") else { return false }
        defer { fclose(file) }
        return fgetc(file) == 50  // "2"
    }

    /// Bytes of addresses or of data, whichever is less; nil where there is no limit.
    private static var limit: Int? {
        [RLIMIT_AS, RLIMIT_DATA].compactMap { kind in
            var limit = rlimit()
            guard getrlimit(__rlimit_resource_t(kind.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int.max) else { return nil }
            return Int(limit.rlim_cur)
        }.min()
    }
}
