import Glibc
import Synchronization

/// Work split into tiles over the machine's cores.
///
/// No sum is cut in a way that depends on the number of threads, so results are the same bits on every machine with the same kernels.
package enum Parallelism {
    private static let limit = Atomic<Int>(standard)
    /// Set while some call is spreading its tiles: a call from inside a tile does its own tiles in order.
    private static let isSpreading = Atomic<Bool>(false)

    /// The most threads that work at once: the processor's cores, or what `EASEL_THREADS` says.
    package static var threads: Int {
        get { limit.load(ordering: .relaxed) }
        set { limit.store(max(1, newValue), ordering: .relaxed) }
    }

    private static var standard: Int {
        let wanted = getenv("EASEL_THREADS").flatMap { Int(String(cString: $0)) }
        return max(1, wanted ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Elements of an elementwise operation below which another thread's help costs more than it gains.
    package static let grain = 1 << 13

    /// Elements that are added up in one go, whatever the number of threads.
    static let sumLength = 1 << 15

    /// Calls `body` once for every tile, on as many threads as there are.
    package static func tiles(_ count: Int, _ body: (Int) -> Void) {
        let workers = min(count, threads)
        guard workers > 1, isSpreading.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            for tile in 0..<count { body(tile) }
            return
        }
        defer { isSpreading.store(false, ordering: .releasing) }
        // Tiles write to places of their own, and all end before this returns.
        withoutActuallyEscaping(body) { WorkerPool.shared.run(count, helpers: workers - 1, $0) }
    }

    /// Calls `body` with consecutive ranges that cover `0..<count`, each of `grain` (but the last).
    package static func ranges(_ count: Int, grain: Int = grain, _ body: (Range<Int>) -> Void) {
        guard count > grain else { return body(0..<count) }
        tiles((count + grain - 1) / grain) { tile in
            body(tile * grain..<min(count, (tile + 1) * grain))
        }
    }
}
