import Glibc
import Synchronization

/// Huge pages for large blocks, where the machine has them at hand.
///
/// The first touch of a page costs about 1.3 µs whether the page has 4 KB or 2 MB, so small pages make up most of the time of loading a model. But where
/// a virtual machine hands free memory back to its host, the host must first find the 512 pages of each huge one: 6 ms instead of 0.2. So one page
/// is touched and timed before more are asked for, and a slow answer keeps us from asking for a hundred times as long as it took.
enum HugePages {
    static let size = 2 << 20

    /// Nanoseconds: half of what 512 small pages take.
    private static let atHand = 400_000
    private static let patience = 100
    /// When to ask again.
    private static let nextQuestion = Atomic<Int>(0)

    /// Asks for huge pages under the first `bytes` of a block that begins where one does; nothing has been written there yet.
    static func prefer(_ block: UnsafeMutableRawPointer, bytes: Int) {
        let whole = bytes / size * size
        let start = now
        guard whole > 0, start >= nextQuestion.load(ordering: .relaxed) else { return }
        madvise(block, size, MADV_HUGEPAGE)
        block.storeBytes(of: 0, as: UInt8.self)
        let end = now
        if end - start > atHand {
            nextQuestion.store(end + (end - start) * patience, ordering: .relaxed)
        } else if whole > size {
            madvise(block + size, whole - size, MADV_HUGEPAGE)
        }
    }

    /// Nanoseconds of a clock that only goes forward.
    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
