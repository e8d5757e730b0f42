extension JSONValue {
    /// Parses a JSON text in UTF-8; `NaN` and infinities are taken as Python writes them.
    ///
    /// Throws: ``JSONError`` where the text is not JSON or is nested deeper than 200 levels.
    public init(parsing text: some Sequence<UInt8>) throws(JSONError) {
        self = try JSONParser.parse(Array(text))
    }

    /// The value as one line of JSON in UTF-8, members in the order of their names; a number that is not finite is written as `null`.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter(indentation: nil)
        writer.write(self)
        return writer.bytes
    }

    /// The value as JSON with one member or element a line, each level indented by `indentation` spaces.
    public func serialized(indentation: Int) -> [UInt8] {
        var writer = JSONWriter(indentation: indentation)
        writer.write(self)
        return writer.bytes
    }
}
