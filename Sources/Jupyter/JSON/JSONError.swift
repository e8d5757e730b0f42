import JSONValues

/// Where a JSON text stops being one.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What should stand there.
    package let expected: String
    /// Bytes from the start of the text.
    package let offset: Int

    package var description: String { "not JSON: expected \(expected) at byte \(offset)" }
}
