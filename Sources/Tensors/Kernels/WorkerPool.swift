import Dispatch
import Glibc
import Synchronization

/// Threads that help whoever calls `run`, all their lives.
///
/// Between two operations of a network lie a few microseconds, and waking a sleeping thread takes as many: so a worker that has run out of work
/// looks for more for a short while before it sleeps.
final class WorkerPool: Sendable {
    static let shared = WorkerPool()

    /// How long a worker looks for work, and a caller for the end of its work, before it sleeps.
    private static let patience: UInt64 = 50_000

    /// The work that is open: written only while nobody is inside, read only from inside. An empty closure between calls.
    nonisolated(unsafe) private var body: (Int) -> Void = { _ in }
    nonisolated(unsafe) private var tiles = 0
    /// Workers that may be inside at once.
    private let seats = Atomic<Int>(0)
    /// Tiles that nobody has taken; below zero once several found none.
    private let remaining = Atomic<Int>(0)
    /// How many workers are inside, and the flags below.
    private let entrance = Atomic<Int>(closed)
    private static let closed = 1 << 40
    /// The caller sleeps until the last worker has left.
    private static let awaited = 1 << 41
    private static let inside = closed - 1

    private let asleep = Atomic<Int>(0)
    private let wake = DispatchSemaphore(value: 0)
    private let left = DispatchSemaphore(value: 0)
    /// Written by callers, of which there is one at a time.
    nonisolated(unsafe) private var started = 0

    private init() {}

    /// Calls `body` once for every tile, on this thread and on as many as `helpers` others. One call at a time.
    func run(_ count: Int, helpers: Int, _ body: @escaping (Int) -> Void) {
        startThreads(helpers)
        (self.body, tiles) = (body, count)
        seats.store(helpers, ordering: .relaxed)
        remaining.store(count, ordering: .relaxed)
        entrance.bitwiseAnd(~Self.closed, ordering: .sequentiallyConsistent)
        wakeSleepers(atMost: helpers)
        takeTiles()
        entrance.bitwiseOr(Self.closed, ordering: .sequentiallyConsistent)
        awaitEmptiness()
        self.body = { _ in }
    }

    private func takeTiles() {
        let (body, count) = (body, tiles)
        while true {
            let left = remaining.subtract(1, ordering: .relaxed).oldValue
            guard left > 0 else { return }
            body(count - left)
        }
    }

    // MARK: - The caller

    private func startThreads(_ count: Int) {
        while started < count {
            var thread = pthread_t()
            // Without the thread the caller does the work alone.
            guard pthread_create(&thread, nil, { _ in WorkerPool.shared.serve() }, nil) == 0 else { return }
            pthread_detach(thread)
            started += 1
        }
    }

    private func wakeSleepers(atMost count: Int) {
        while true {
            let sleeping = asleep.load(ordering: .sequentiallyConsistent)
            let wanted = min(sleeping, count)
            guard wanted > 0 else { return }
            guard asleep.compareExchange(expected: sleeping, desired: sleeping - wanted, ordering: .sequentiallyConsistent).exchanged else { continue }
            for _ in 0..<wanted { wake.signal() }
            return
        }
    }

    private func awaitEmptiness() {
        if Self.comesTrueSoon({ self.entrance.load(ordering: .acquiring) & Self.inside == 0 }) { return }
        // A leftover signal wakes too early, so the number decides.
        while entrance.bitwiseOr(Self.awaited, ordering: .sequentiallyConsistent).oldValue & Self.inside != 0 { left.wait() }
        entrance.bitwiseAnd(~Self.awaited, ordering: .sequentiallyConsistent)
    }

    // MARK: - The workers

    private func serve() -> Never {
        while true {
            if Self.comesTrueSoon({ self.isOpen }) { help() } else { sleep() }
        }
    }

    private var isOpen: Bool {
        remaining.load(ordering: .relaxed) > 0 && entrance.load(ordering: .sequentiallyConsistent) & Self.closed == 0
    }

    private func help() {
        let before = entrance.add(1, ordering: .acquiringAndReleasing).oldValue
        if before & Self.closed == 0, before & Self.inside < seats.load(ordering: .relaxed) { takeTiles() }
        let after = entrance.subtract(1, ordering: .acquiringAndReleasing).newValue
        if after & Self.inside == 0, after & Self.awaited != 0 { left.signal() }
    }

    private func sleep() {
        asleep.add(1, ordering: .sequentiallyConsistent)
        // Work that was opened before the caller could see the sleeper: sleep nevertheless where it has been woken meanwhile.
        if isOpen, stayAwake() { return }
        wake.wait()
    }

    /// Takes this worker from the sleepers; false where a caller has done so and sent a signal.
    private func stayAwake() -> Bool {
        while true {
            let sleeping = asleep.load(ordering: .sequentiallyConsistent)
            guard sleeping > 0 else { return false }
            if asleep.compareExchange(expected: sleeping, desired: sleeping - 1, ordering: .sequentiallyConsistent).exchanged { return true }
        }
    }

    /// Looks at a condition again and again, for as long as patience lasts.
    @inline(__always)
    private static func comesTrueSoon(_ condition: () -> Bool) -> Bool {
        if condition() { return true }
        let start = DispatchTime.now().uptimeNanoseconds
        repeat {
            for _ in 0..<64 where condition() { return true }
        } while DispatchTime.now().uptimeNanoseconds - start < patience
        return false
    }
}
