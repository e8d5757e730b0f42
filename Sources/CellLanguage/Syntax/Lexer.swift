/// Cuts the text of a cell into tokens. Never fails: what is no token becomes an `invalid` one, which the parser reports.
struct Lexer {
    /// Interpolations inside interpolations; deeper ones are refused before the stack suffers.
    static let nestingLimit = 32

    let bytes: [UInt8]
    var position: Int
    let end: Int
    let nesting: Int

    init(_ source: SourceText) {
        self.init(bytes: source.bytes, range: SourceRange(0, source.bytes.count), nesting: 0)
    }

    init(bytes: [UInt8], range: SourceRange, nesting: Int) {
        self.bytes = bytes
        position = range.start
        end = min(range.end, bytes.count)
        self.nesting = nesting
    }

    /// All tokens, the last of which is `end`.
    static func tokens(of source: SourceText) -> [Token] {
        var lexer = Lexer(source)
        return lexer.remainingTokens()
    }

    mutating func remainingTokens() -> [Token] {
        var tokens: [Token] = []
        repeat { tokens.append(next()) } while tokens[tokens.count - 1].kind != .end
        return tokens
    }

    mutating func next() -> Token {
        let spaceStart = position
        let (sawNewline, unfinished) = skipSpace()
        let start = position
        var token = Token(
            kind: .end, range: SourceRange(start, start), isFirstOnLine: sawNewline, hasSpaceBefore: start > spaceStart || start == 0)
        if let unfinished {
            token.kind = .invalid(message: "the comment is not closed; '*/' is missing", isUnfinished: true)
            token.range = unfinished
        } else if position < end {
            token.kind = scan()
            if position == start { position += 1 }
            token.range = SourceRange(start, position)
        }
        token.hasSpaceAfter = position >= end || isSpace(bytes[position])
        return token
    }

    func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < end ? bytes[position + distance] : 0
    }

    func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    /// Skips white space and comments; the range is that of a block comment that never ends.
    private mutating func skipSpace() -> (sawNewline: Bool, unfinished: SourceRange?) {
        var sawNewline = false
        while position < end {
            let byte = peek()
            if byte == 0x0A || byte == 0x0D {
                sawNewline = true
                position += 1
            } else if isSpace(byte) {
                position += 1
            } else if byte == 0xC2, peek(1) == 0xA0 {
                position += 2
            } else if byte == 0xEF, peek(1) == 0xBB, peek(2) == 0xBF {
                position += 3
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
                while position < end, peek() != 0x0A { position += 1 }
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                let start = position
                let comment = skipBlockComment()
                sawNewline = sawNewline || comment.sawNewline
                if !comment.isClosed { return (sawNewline, SourceRange(start, start + 2)) }
            } else {
                break
            }
        }
        return (sawNewline, nil)
    }

    private mutating func skipBlockComment() -> (isClosed: Bool, sawNewline: Bool) {
        var depth = 0
        var sawNewline = false
        repeat {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
            } else {
                sawNewline = sawNewline || peek() == 0x0A
                position += 1
            }
            position = min(position, end)
        } while depth > 0 && position < end
        return (depth == 0, sawNewline)
    }

    private mutating func scan() -> TokenKind {
        let byte = peek()
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return scanNumber()
        case UInt8(ascii: "\""): return scanString(hashes: 0)
        case UInt8(ascii: "#"): return scanHash()
        case UInt8(ascii: "@"):
            position += 1
            return .directive("@" + scanName())
        case UInt8(ascii: "$"): return scanDollar()
        case UInt8(ascii: "`"): return scanQuotedIdentifier()
        case _ where Self.isNameByte(byte) || byte >= 0x80: return scanWord()
        default: return scanSymbol()
        }
    }

    private mutating func scanHash() -> TokenKind {
        var hashes = 0
        while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
        if peek(hashes) == UInt8(ascii: "\"") {
            position += hashes
            return scanString(hashes: hashes)
        }
        position += 1
        return .directive("#" + scanName())
    }

    private mutating func scanDollar() -> TokenKind {
        position += 1
        let name = scanName()
        guard let index = Int(name), index >= 0, index < 64 else {
            return .invalid(message: "'$\(name)' is no name; closures call their arguments $0, $1, …", isUnfinished: false)
        }
        return .implicitParameter(index)
    }

    private mutating func scanQuotedIdentifier() -> TokenKind {
        position += 1
        let name = scanName()
        guard !name.isEmpty, peek() == UInt8(ascii: "`") else {
            return .invalid(message: "a name in backquotes must end with '`'", isUnfinished: false)
        }
        position += 1
        return .identifier(name)
    }
}
