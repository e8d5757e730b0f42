import Glibc

/// Memory as the system lends it, on 64-byte boundaries.
enum SystemMemory {
    private static let page = 4096
    /// Blocks from here on are mapped: freeing them gives them back at once.
    private static let mappedSize = 1 << 20

    static func allocate(bytes: Int) -> UnsafeMutablePointer<Float> {
        let memory = bytes < mappedSize ? aligned_alloc(64, rounded(bytes, 64)) : map(rounded(bytes, page))
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

    private static func map(_ size: Int) -> UnsafeMutableRawPointer? {
        let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return memory == MAP_FAILED ? nil : memory
    }

    private static func rounded(_ number: Int, _ step: Int) -> Int { (number + step - 1) / step * step }
}
