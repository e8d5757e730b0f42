package import JSONValues

/// Reads one JSON text. A message has four of them and a front end waits for the answer, so this goes over the bytes once, without a decoder.
///
/// Beyond RFC 8259 it takes what Python writes: `NaN`, `Infinity` and `-Infinity`. Broken UTF-8 and lone surrogates become U+FFFD.
package struct JSONParser {
    /// Deeper nesting is refused: it would cost stack, and no message needs it.
    static let greatestDepth = 200

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Parses a text in UTF-8.
    ///
    /// Throws: ``JSONError`` where the text is not JSON or is nested too deeply.
    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.unexpected("the end of the text") }
        return value
    }

    private var next: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private func unexpected(_ expected: String) -> JSONError {
        JSONError(expected: expected, offset: position)
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.greatestDepth else { throw unexpected("less than \(Self.greatestDepth) levels of nesting") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        default: break
        }
        for (word, value) in Self.words where bytes[position...].starts(with: word) {
            position += word.count
            return value
        }
        return try number()
    }

    private static let words: [(word: [UInt8], value: JSONValue)] = [
        (Array("null".utf8), .null), (Array("true".utf8), .bool(true)), (Array("false".utf8), .bool(false)),
        (Array("NaN".utf8), .double(.nan)), (Array("Infinity".utf8), .double(.infinity)), (Array("-Infinity".utf8), .double(-.infinity)),
    ]

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var members = JSONObject()
        if skip(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw unexpected("a member's name") }
            let name = try string()
            guard skip(UInt8(ascii: ":")) else { throw unexpected("':'") }
            members[name] = try value(depth: depth + 1)
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
        return .array(elements)
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        while let byte = next, Self.isPartOfNumber(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let first = text.utf8.first(where: { $0 != UInt8(ascii: "-") }), first >= 0x30, first <= 0x39 {
            if let whole = Int(text) { return .int(whole) }
            if let real = Double(text) { return .double(real) }
        }
        position = start
        throw unexpected("a value")
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): true
        default: false
        }
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if next == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<position])
        while let byte = next {
            guard byte >= 0x20 else { throw unexpected("an escaped control character") }
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &text)
            } else {
                text.append(byte)
            }
        }
        throw unexpected("'\"'")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw unexpected("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += String(try escapedScalar()).utf8
        default: throw unexpected("an escape")
        }
    }

    private mutating func escapedScalar() throws(JSONError) -> Character {
        let high = try fourHexDigits()
        guard (0xD800..<0xDC00).contains(high), bytes[position...].starts(with: Array("\\u".utf8)) else {
            return Character(Unicode.Scalar(high) ?? "\u{FFFD}")
        }
        let afterHigh = position
        position += 2
        let low = try fourHexDigits()
        guard (0xDC00..<0xE000).contains(low) else {
            position = afterHigh
            return "\u{FFFD}"
        }
        return Character(Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}")
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        guard bytes.count - position >= 4 else { throw unexpected("four hexadecimal digits") }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw unexpected("four hexadecimal digits") }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }
}
