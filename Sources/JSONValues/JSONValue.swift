/// A JSON document as a value: configurations, file headers, manifests and messages are read into it before anybody believes them.
///
/// Whole numbers that fit `Int` are kept apart from doubles, since identifiers and sizes must not lose digits.
/// Source: RFC 8259.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent.
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Arrays and objects nested deeper than this are refused: no file or message needs it, and each level costs stack.
    public static let greatestDepth = 256

    /// Parses a text in UTF-8; broken UTF-8 and lone surrogates become U+FFFD.
    ///
    /// - Parameters:
    ///   - allowsNonFinite: also accepts `NaN`, `Infinity` and `-Infinity`, which Python writes and saved scheduler configurations contain.
    ///   - allowsRepeatedKeys: a key that an object names twice has its last value, as in Python; refused otherwise.
    /// - Throws: ``JSONSyntaxError``.
    public init(
        parsing text: some Sequence<UInt8>, allowsNonFinite: Bool = false, allowsRepeatedKeys: Bool = true
    ) throws(JSONSyntaxError) {
        var parser = JSONParser(Array(text), allowsNonFinite: allowsNonFinite, allowsRepeatedKeys: allowsRepeatedKeys)
        self = try parser.document()
    }

    /// One line of UTF-8 with sorted keys, so equal values have equal bytes; a number that is not finite is written as `null`.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter(indentation: nil)
        writer.write(self)
        return writer.bytes
    }

    /// As ``serialized()``, with one member or element a line and every level indented by so many spaces.
    public func serialized(indentation: Int) -> [UInt8] {
        var writer = JSONWriter(indentation: indentation)
        writer.write(self)
        return writer.bytes
    }
}
