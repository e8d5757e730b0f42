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

    static func checkElements(_ count: Int) throws(CellError) {
        guard count <= elements else {
            throw CellError(.limit, "a collection of \(count) elements is too large; at most \(elements) are possible")
        }
    }

    static func checkString(_ bytes: Int) throws(CellError) {
        guard bytes <= stringBytes else {
            throw CellError(.limit, "a string of \(bytes) bytes is too large; at most \(stringBytes) are possible")
        }
    }
}
