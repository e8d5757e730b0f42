extension Lexer {
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    /// A string literal whose opening quote is here; `hashes` of them came before (`#"raw"#`).
    mutating func scanString(hashes: Int) -> TokenKind {
        let isMultiline = peek() == Self.quote && peek(1) == Self.quote && peek(2) == Self.quote
        position += isMultiline ? 3 : 1
        var segments: [StringSegment] = []
        var text: [UInt8] = []
        while position < end {
            if closes(isMultiline: isMultiline, hashes: hashes) {
                position += (isMultiline ? 3 : 1) + hashes
                segments.append(.text(String(decoding: text, as: UTF8.self)))
                return isMultiline ? unindented(segments) : .string(segments)
            }
            let byte = peek()
            if byte == 0x0A, !isMultiline { break }
            if byte == Self.backslash, escapes(hashes) {
                position += 1 + hashes
                if let failure = scanEscape(into: &segments, text: &text, isMultiline: isMultiline) { return failure }
            } else {
                text.append(byte)
                position += 1
            }
        }
        return .invalid(message: "the string is not closed; \(isMultiline ? "'\"\"\"'" : "'\"'") is missing", isUnfinished: isMultiline)
    }

    private func closes(isMultiline: Bool, hashes: Int) -> Bool {
        let quotes = isMultiline ? 3 : 1
        return (0..<quotes).allSatisfy { peek($0) == Self.quote } && (0..<hashes).allSatisfy { peek(quotes + $0) == UInt8(ascii: "#") }
    }

    private func escapes(_ hashes: Int) -> Bool {
        (0..<hashes).allSatisfy { peek(1 + $0) == UInt8(ascii: "#") }
    }

    /// Reads one escape after its backslash; the answer is a token only when the escape is wrong.
    private mutating func scanEscape(into segments: inout [StringSegment], text: inout [UInt8], isMultiline: Bool) -> TokenKind? {
        let byte = peek()
        position = min(position + 1, end)
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "0"): text.append(0)
        case Self.backslash, Self.quote, UInt8(ascii: "'"): text.append(byte)
        case UInt8(ascii: "u"): return scanScalarEscape(into: &text)
        case UInt8(ascii: "("):
            segments.append(.text(String(decoding: text, as: UTF8.self)))
            text = []
            return scanInterpolation(into: &segments)
        case 0x0A where isMultiline: text += Array(Self.lineJoin.utf8)
        default:
            let shown = byte < 0x80 && byte > 0x20 ? String(UnicodeScalar(byte)) : ""
            return .invalid(message: "'\\\(shown)' is no escape; a backslash itself is written '\\\\'", isUnfinished: false)
        }
        return nil
    }

    private mutating func scanScalarEscape(into text: inout [UInt8]) -> TokenKind? {
        let failure = TokenKind.invalid(message: "a Unicode escape is written \\u{1F431}", isUnfinished: false)
        guard peek() == UInt8(ascii: "{") else { return failure }
        position += 1
        let digits = scanName()
        guard peek() == UInt8(ascii: "}"), let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { return failure }
        position += 1
        text.append(contentsOf: Array(String(Character(scalar)).utf8))
        return nil
    }

    /// Finds the `)` that belongs to `\(`, passing over brackets and strings in between.
    private mutating func scanInterpolation(into segments: inout [StringSegment]) -> TokenKind? {
        guard nesting < Self.nestingLimit else {
            return .invalid(message: "strings are interpolated in strings more than \(Self.nestingLimit) times", isUnfinished: false)
        }
        let start = position
        var inner = Lexer(bytes: bytes, range: SourceRange(start, end), nesting: nesting + 1)
        var depth = 1
        while true {
            let token = inner.next()
            switch token.kind {
            case .symbol("("): depth += 1
            case .symbol(")"): depth -= 1
            case .end: return .invalid(message: "the interpolation is not closed; ')' is missing", isUnfinished: false)
            case .invalid: return token.kind
            default: break
            }
            if depth == 0 {
                segments.append(.interpolation(SourceRange(start, token.range.start)))
                position = token.range.end
                return nil
            }
        }
    }

    /// Stands for `\` at the end of a line until the indentation is taken away; it cannot be typed in a valid text.
    private static let lineJoin = "\u{F8FF}\u{0}\u{F8FF}\n"

    /// Takes the first line break, the last one and the closing line's indentation away, as Swift does.
    private func unindented(_ segments: [StringSegment]) -> TokenKind {
        guard case .text(let first)? = segments.first, first.hasPrefix("\n") || first.hasPrefix("\r\n") else {
            return .invalid(message: "the text of a \"\"\" string begins on a new line", isUnfinished: false)
        }
        guard case .text(let last)? = segments.last, let breakIndex = last.lastIndex(where: \.isNewline),
            last[last.index(after: breakIndex)...].allSatisfy({ $0 == " " || $0 == "\t" })
        else { return .invalid(message: "the closing \"\"\" stands on a line of its own", isUnfinished: false) }
        let indentation = String(last[last.index(after: breakIndex)...])
        var result: [StringSegment] = []
        for (index, segment) in segments.enumerated() {
            guard case .text(var text) = segment else {
                result.append(segment)
                continue
            }
            if index == segments.count - 1, let end = text.lastIndex(where: \.isNewline) {
                text = String(text[..<end]) + (index == 0 && text.firstIndex(where: \.isNewline) == end ? "\n" : "")
            }
            result.append(.text(withoutIndentation(text, indentation: indentation)))
        }
        if case .text(let text)? = result.first { result[0] = .text(String(text.dropFirst())) }
        return .string(result)
    }

    private func withoutIndentation(_ text: String, indentation: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let stripped = lines.enumerated().map { index, line in
            index > 0 && line.hasPrefix(indentation)
                ? line.dropFirst(indentation.count) : index > 0 ? line.drop { $0 == " " || $0 == "\t" } : line
        }
        return stripped.joined(separator: "\n").replacing(Self.lineJoin, with: "")
    }
}
