/// Where a JSON text stops being one.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What should stand there.
    public let expected: String
    /// Bytes from the start of the text.
    public let offset: Int

    public var description: String { "not JSON: expected \(expected) at byte \(offset)" }
}
