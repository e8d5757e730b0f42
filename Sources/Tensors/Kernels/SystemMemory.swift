import Glibc

/// Memory as the system lends it, on 64-byte boundaries.
enum SystemMemory {
    private static let page = 4096
    /// Blocks from here on are mapped: freeing them gives them back at once.
    private static let mappedSize = 1 << 20

    /// A block, or nil where the system has none or refuses it.
    ///
    /// - Parameter used: how many of the bytes will be written at first; the others shall cost nothing.
    static func allocate(bytes: Int, used: Int) -> UnsafeMutablePointer<Float>? {
        guard let memory = bytes < mappedSize ? aligned_alloc(64, rounded(bytes, 64)) : map(rounded(bytes, page)) else { return nil }
        if used >= HugePages.size { HugePages.prefer(memory, bytes: used) }
        return memory.assumingMemoryBound(to: Float.self)
    }

    /// A large block whose pages are those of a file without a name, which neither a limit on data nor strict overcommit counts; slow, but an operation
    /// can end in it. Nil for small blocks, where addresses are what is limited, and where the disk has no room.
    static func allocateInFile(bytes: Int) -> UnsafeMutablePointer<Float>? {
        guard bytes >= mappedSize, let file = tmpfile() else { return nil }
        defer { fclose(file) }
        // Room that is promised now can't be missing when a page is written.
        guard posix_fallocate(fileno(file), 0, rounded(bytes, page)) == 0 else { return nil }
        let memory = mmap(nil, rounded(bytes, page), PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0)
        return memory == MAP_FAILED ? nil : memory?.assumingMemoryBound(to: Float.self)
    }

    /// Gives back a block of as many bytes as were asked for.
    static func release(_ memory: UnsafeMutableRawPointer, bytes: Int) {
        if bytes < mappedSize { free(memory) } else { munmap(memory, rounded(bytes, page)) }
    }

    /// A block of whole pages; one that a huge page fits into begins where a huge page does.
    private static func map(_ size: Int) -> UnsafeMutableRawPointer? {
        let spare = size < HugePages.size ? 0 : HugePages.size - page
        guard let memory = mmap(nil, size + spare, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), memory != MAP_FAILED else { return nil }
        guard spare > 0 else { return memory }
        let before = rounded(Int(bitPattern: memory), HugePages.size) - Int(bitPattern: memory)
        if before > 0 { munmap(memory, before) }
        if before < spare { munmap(memory + before + size, spare - before) }
        return memory + before
    }

    private static func rounded(_ number: Int, _ step: Int) -> Int { (number + step - 1) / step * step }
}
