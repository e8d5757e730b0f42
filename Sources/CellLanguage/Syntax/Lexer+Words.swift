extension Lexer {
    static func isNameByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }

    /// The longest run of ASCII name characters from here.
    mutating func scanName() -> String {
        let start = position
        while position < end, Self.isNameByte(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func scanWord() -> TokenKind {
        let start = position
        while position < end {
            if Self.isNameByte(bytes[position]) {
                position += 1
            } else if bytes[position] >= 0x80 {
                let (scalar, length) = decodedScalar()
                guard let scalar, isNameScalar(scalar) else {
                    if position > start { break }
                    position += length
                    return .invalid(message: strangeCharacter(scalar), isUnfinished: false)
                }
                position += length
            } else {
                break
            }
        }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        return Keyword(rawValue: word).map { .keyword($0) } ?? .identifier(word)
    }

    private func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isXIDContinue || scalar.properties.isEmojiPresentation || scalar.value == 0x200D || scalar.value == 0xFE0F
    }

    private func strangeCharacter(_ scalar: Unicode.Scalar?) -> String {
        guard let scalar else { return "the text is not valid UTF-8 here" }
        if "“”„‟«»".unicodeScalars.contains(scalar) {
            return "'\(scalar)' is a typographic quote; strings stand between straight quotes \"…\""
        }
        if "−–—".unicodeScalars.contains(scalar) { return "'\(scalar)' is a typographic dash; the minus sign is '-'" }
        return "'\(scalar)' means nothing here"
    }

    /// The scalar at the position and its length; no scalar and a length of one where the bytes are no UTF-8.
    func decodedScalar() -> (scalar: Unicode.Scalar?, length: Int) {
        let slice = bytes[position..<min(position + 4, end)]
        var decoder = UTF8()
        var iterator = slice.makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) { return (scalar, UTF8.width(scalar)) }
        return (nil, 1)
    }

    /// After a single dot a number is the place of a tuple's element, so that `t.0.1` is two of them.
    private var followsDot: Bool {
        position > 0 && bytes[position - 1] == UInt8(ascii: ".") && !(position > 1 && bytes[position - 2] == UInt8(ascii: "."))
    }

    mutating func scanNumber() -> TokenKind {
        if followsDot { return number(scanDigits(), isDouble: false) }
        if peek() == UInt8(ascii: "0"), let radix = [UInt8(ascii: "x"): 16, UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8][peek(1)] {
            position += 2
            let digits = scanName().filter { $0 != "_" }
            guard let value = Int(digits, radix: radix) else {
                return .invalid(message: "'\(digits)' is no whole number in base \(radix) that fits in Int", isUnfinished: false)
            }
            return .integer(value)
        }
        var text = scanDigits()
        var isDouble = false
        if peek() == UInt8(ascii: "."), isDigit(peek(1)) {
            isDouble = true
            position += 1
            text += "." + scanDigits()
        }
        if peek() | 0x20 == UInt8(ascii: "e"), isDigit(peek(1)) || ((peek(1) == 0x2B || peek(1) == 0x2D) && isDigit(peek(2))) {
            isDouble = true
            text += String(decoding: bytes[position..<position + 2], as: UTF8.self)
            position += 2
            text += scanDigits()
        }
        let rest = scanName()
        guard rest.isEmpty else { return .invalid(message: "'\(text)\(rest)' is no number", isUnfinished: false) }
        return number(text, isDouble: isDouble)
    }

    private func number(_ text: String, isDouble: Bool) -> TokenKind {
        if isDouble {
            guard let value = Double(text), value.isFinite else {
                return .invalid(message: "\(text) does not fit in Double", isUnfinished: false)
            }
            return .double(value)
        }
        guard let value = Int(text) else { return .invalid(message: "\(text) does not fit in Int", isUnfinished: false) }
        return .integer(value)
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private mutating func scanDigits() -> String {
        let start = position
        while position < end, isDigit(bytes[position]) || bytes[position] == UInt8(ascii: "_") { position += 1 }
        return String(decoding: bytes[start..<position].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }

    /// Longest first, so that the first that fits is the right one.
    private static let symbols: [String] = [
        "..<", "...", "===", "!==", "<<=", ">>=", "&&", "||", "??", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
        "->", "<<", ">>", "&+", "&-", "&*", "++", "--", "**", "+", "-", "*", "/", "%", "<", ">", "&", "|", "^", "~", "=", "!", "?", ".",
        "(", ")", "[", "]", "{", "}", ",", ";", ":", "\\",
    ]
    private static let symbolBytes: [(text: String, bytes: [UInt8])] = symbols.map { ($0, Array($0.utf8)) }

    mutating func scanSymbol() -> TokenKind {
        for symbol in Self.symbolBytes where bytes[position..<end].starts(with: symbol.bytes) {
            position += symbol.bytes.count
            return .symbol(symbol.text)
        }
        let text = String(decoding: bytes[position...position], as: UTF8.self)
        position += 1
        let hint = text == "'" ? "; strings stand between double quotes \"…\"" : ""
        return .invalid(message: "'\(text)' means nothing here\(hint)", isUnfinished: false)
    }
}
