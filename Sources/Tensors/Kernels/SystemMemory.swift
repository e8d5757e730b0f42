import Glibc

/// Memory as the system lends it, on 64-byte boundaries or wider ones.
///
/// Large blocks are mapped, so that freeing them gives them back at once, and lie on huge pages where the system has them: a network's weights
/// take a million faults on small ones, which is most of the time that loading takes.
enum SystemMemory {
    private static let page = 4096
    private static let hugePage = 2 << 20
    /// Blocks from here on are mapped, and from twice a huge page on they lie on huge ones.
    private static let mappedSize = 1 << 20

    /// - Parameter used: how many of the bytes are written to at first; only those are put on huge pages, since the rest may never be touched.
    static func allocate(bytes: Int, used: Int) -> UnsafeMutablePointer<Float> {
        let memory = bytes < mappedSize ? aligned_alloc(64, (bytes + 63) & ~63) : map(bytes, used: used)
        guard let memory else {
            // A failing allocation has no caller who could go on: the same as Swift's own arrays.
            fatalError("out of memory: a tensor of \(bytes) bytes")
        }
        return memory.assumingMemoryBound(to: Float.self)
    }

    /// Gives back a block of as many bytes as were asked for.
    static func release(_ memory: UnsafeMutableRawPointer, bytes: Int) {
        if bytes < mappedSize { free(memory) } else { munmap(memory, rounded(bytes, page)) }
    }

    private static func map(_ bytes: Int, used: Int) -> UnsafeMutableRawPointer? {
        let size = rounded(bytes, page)
        guard size >= 2 * hugePage else { return anonymous(size) }
        // More than is needed, so that a huge page can begin inside; the ends go back.
        guard let start = anonymous(size + hugePage) else { return nil }
        let head = rounded(Int(bitPattern: start), hugePage) - Int(bitPattern: start)
        let memory = start + head
        if head > 0 { munmap(start, head) }
        if head < hugePage { munmap(memory + size, hugePage - head) }
        madvise(memory, used / hugePage * hugePage, MADV_HUGEPAGE)
        return memory
    }

    private static func anonymous(_ size: Int) -> UnsafeMutableRawPointer? {
        let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return memory == MAP_FAILED ? nil : memory
    }

    private static func rounded(_ number: Int, _ step: Int) -> Int { (number + step - 1) / step * step }
}
