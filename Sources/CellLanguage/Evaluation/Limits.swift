internal import Glibc

/// Bounds that keep a cell from taking the process down.
public struct Limits: Sendable {
    /// Calls of functions inside each other.
    public var callDepth = 10_000
    /// Bytes of the thread's stack that calls leave untouched, for native code below them.
    public var stackReserve = 512 * 1024

    /// Elements of one array or dictionary.
    static let elements = 20_000_000
    /// UTF-8 bytes of one string.
    static let stringBytes = 256_000_000

    public init() {}

    /// Asks the system beforehand for memory of this size or more, in bytes: a list that it has none for would end the process.
    private static let smallestAsked = 16 << 20

    /// - Throws: an error for more elements than a collection may have, or than there is memory for.
    static func checkElements(_ count: Int) throws(CellError) {
        try checkCount(count)
        try checkRoom(count * MemoryLayout<Value>.stride, for: "a collection of \(count) elements")
    }

    /// The same for a collection that grows one by one, whose room is doubled now and then.
    static func checkGrowth(to count: Int) throws(CellError) {
        try checkCount(count)
        if count.isMultiple(of: 1 << 18) { try checkElements(min(2 * count, elements)) }
    }

    /// - Throws: an error for more elements than a collection may have.
    static func checkCount(_ count: Int) throws(CellError) {
        guard count <= elements else {
            throw CellError(.limit, "a collection of \(count) elements is too large; at most \(elements) are possible")
        }
    }

    static func checkString(_ bytes: Int) throws(CellError) {
        guard bytes <= stringBytes else {
            throw CellError(.limit, "a string of \(bytes) bytes is too large; at most \(stringBytes) are possible")
        }
        try checkRoom(bytes, for: "a string of \(bytes) bytes")
    }

    private static func checkRoom(_ bytes: Int, for thing: String) throws(CellError) {
        guard bytes >= smallestAsked else { return }
        let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard memory != MAP_FAILED else {
            throw CellError(named: "MemoryError", "the system gives this process no memory for \(thing) (\(bytes >> 20) MB)")
        }
        munmap(memory, bytes)
    }
}
