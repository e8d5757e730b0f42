/// Where a text stops being JSON.
public struct JSONSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What should stand there.
    public let expected: String
    /// Bytes from the start of the text.
    public let offset: Int

    public var description: String { "not JSON: expected \(expected) at byte \(offset)" }
}
