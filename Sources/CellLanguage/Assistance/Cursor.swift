/// The surroundings of a position in a cell that may be half written.
struct Cursor {
    /// What stands before the cursor.
    enum Place {
        /// A comment, a number: nothing to complete.
        case nowhere
        /// Inside a string literal; the text since its opening quote.
        case string(prefix: String)
        /// After `base.`
        case member(base: Expression?)
        /// After a dot without a base.
        case implicitMember
        /// Where a name may begin.
        case name
    }

    /// The call whose brackets are open at the cursor.
    struct OpenCall {
        /// What is called: a name, or a member of an expression.
        let callee: Expression
        let givenLabels: [String]
        /// Arguments without a label before the one at the cursor.
        let positionalCount: Int
        /// The label of the argument at the cursor.
        let label: String?
        /// Nothing but the word at the cursor stands in the argument.
        let isAtStart: Bool
        /// Nothing but the word at the cursor stands behind the argument's label.
        let isAtValue: Bool
        /// The call around a case with arguments, such as `sample(crop: .random(`; it says which type the case is of.
        let enclosing: [OpenCall]
    }

    let place: Place
    /// The begun word, which a completion replaces.
    let word: String
    let wordRange: SourceRange
    let call: OpenCall?
    /// The tokens before the begun word.
    let tokens: [Token]

    init(_ source: SourceText, offset: Int) {
        self = Self.at(source, from: 0, offset: min(max(offset, 0), source.bytes.count), depth: 0)
    }

    private init(_ place: Place, word: String, _ wordRange: SourceRange, call: OpenCall?, tokens: [Token]) {
        self.place = place
        self.word = word
        self.wordRange = wordRange
        self.call = call
        self.tokens = tokens
    }

    private static func at(_ source: SourceText, from start: Int, offset: Int, depth: Int) -> Cursor {
        var lexer = Lexer(bytes: source.bytes, range: SourceRange(start, offset), nesting: 0)
        var tokens = lexer.remainingTokens()
        tokens.removeLast()
        if case .invalid? = tokens.last?.kind, let last = tokens.last {
            if depth < Lexer.nestingLimit, let inner = openInterpolation(source.bytes, last.range, offset) {
                return at(source, from: inner, offset: offset, depth: depth + 1)
            }
            return insideUnfinished(last, tokens.dropLast(), source, offset)
        }
        let (word, wordRange) = takeWord(&tokens, source, offset)
        let place = place(tokens, source, offset: offset, word: wordRange)
        return Cursor(place, word: word, wordRange, call: openCall(tokens, source), tokens: tokens)
    }

    /// A string that is not closed yet, or something worse.
    private static func insideUnfinished(_ token: Token, _ before: ArraySlice<Token>, _ source: SourceText, _ offset: Int) -> Cursor {
        let hashes = source.bytes[token.range.start..<offset].prefix { $0 == UInt8(ascii: "#") }.count
        let quote = token.range.start + hashes
        let isString = quote < offset && source.bytes[quote] == UInt8(ascii: "\"") && token.range.end == offset
        let prefix = isString ? source.slice(SourceRange(quote + 1, offset)) : ""
        let range = SourceRange(offset - prefix.utf8.count, offset)
        return Cursor(isString ? .string(prefix: prefix) : .nowhere, word: prefix, range, call: openCall(Array(before), source), tokens: Array(before))
    }

    /// The offset behind the last `\(` of an unfinished string that is not closed before the cursor.
    private static func openInterpolation(_ bytes: [UInt8], _ string: SourceRange, _ offset: Int) -> Int? {
        guard string.start < bytes.count, bytes[string.start] == UInt8(ascii: "\"") else { return nil }
        var position = string.start + 1
        while position + 1 < offset {
            guard bytes[position] == UInt8(ascii: "\\") else {
                position += 1
                continue
            }
            guard bytes[position + 1] == UInt8(ascii: "(") else {
                position += 2
                continue
            }
            let start = position + 2
            var lexer = Lexer(bytes: bytes, range: SourceRange(start, offset), nesting: 1)
            var depth = 1
            while depth > 0 {
                let token = lexer.next()
                switch token.kind {
                case .symbol("("): depth += 1
                case .symbol(")"): depth -= 1
                case .end, .invalid: return start
                default: break
                }
                position = token.range.end
            }
        }
        return nil
    }

    private static func takeWord(_ tokens: inout [Token], _ source: SourceText, _ offset: Int) -> (String, SourceRange) {
        guard let last = tokens.last, last.range.end == offset else { return ("", SourceRange(offset, offset)) }
        switch last.kind {
        case .identifier, .keyword:
            tokens.removeLast()
            return (source.slice(last.range), last.range)
        default: return ("", SourceRange(offset, offset))
        }
    }

    private static func place(_ tokens: [Token], _ source: SourceText, offset: Int, word: SourceRange) -> Place {
        guard let last = tokens.last else { return isInComment(source, offset) ? .nowhere : .name }
        switch last.kind {
        case .integer where last.range.end == offset, .double where last.range.end == offset: return .nowhere
        case .symbol(".") where last.range.end == word.start:
            guard let base = chain(before: tokens.count - 1, tokens, source) else { return .implicitMember }
            return .member(base: base)
        default: return isInComment(source, offset) ? .nowhere : .name
        }
    }

    private static func isInComment(_ source: SourceText, _ offset: Int) -> Bool {
        let line = source.range(ofLine: source.line(at: offset))
        var lexer = Lexer(bytes: source.bytes, range: SourceRange(line.start, offset), nesting: 0)
        var end = line.start
        for token in lexer.remainingTokens() where token.kind != .end { end = token.range.end }
        return source.slice(SourceRange(end, offset)).contains("//")
    }

    /// The expression that ends right before a token, such as `a.b(1)[2]`.
    static func chain(before index: Int, _ tokens: [Token], _ source: SourceText) -> Expression? {
        guard index > 0, index < tokens.count, tokens[index - 1].range.end == tokens[index].range.start || tokens[index].isFirstOnLine
        else { return nil }
        var last = index - 1
        while last > 0, tokens[last].kind == .symbol("?") || tokens[last].kind == .symbol("!") { last -= 1 }
        guard let start = chainStart(last, tokens) else { return nil }
        return parsed(source.slice(SourceRange(tokens[start].range.start, tokens[last].range.end)))
    }

    /// An expression that stands alone; inside a closure where it has parameters without names.
    static func parsed(_ text: String) -> Expression? {
        let isInClosure = text.contains("$")
        let statements = try? Parser.parse(SourceText(isInClosure ? "let f = { \(text) }" : text, name: "")).program.statements
        guard let statement = statements?.first, statements?.count == 1 else { return nil }
        if case .expression(let expression) = statement.kind { return expression }
        guard case .variables(_, let bindings) = statement.kind, case .closure(let function)? = bindings.first?.value?.kind,
            function.body.count == 1, case .expression(let expression) = function.body[0].kind
        else { return nil }
        return expression
    }

    static func chainStart(_ last: Int, _ tokens: [Token]) -> Int? {
        var index = last
        while index >= 0 {
            switch tokens[index].kind {
            case .symbol(")"), .symbol("]"), .symbol("}"):
                guard let opener = opener(of: index, tokens) else { return nil }
                index = opener
                if index > 0, tokens[index - 1].range.end == tokens[index].range.start || tokens[index].kind == .symbol("{"),
                    continues(tokens[index - 1].kind)
                {
                    index -= 1
                    continue
                }
            case .symbol("?"), .symbol("!"):
                index -= 1
                continue
            case .identifier, .implicitParameter, .string, .integer, .double, .keyword: break
            default: return nil
            }
            guard index > 1, tokens[index - 1].kind == .symbol("."),
                tokens[index - 2].range.end == tokens[index - 1].range.start || tokens[index - 1].isFirstOnLine
            else { return index }
            guard continues(tokens[index - 2].kind) else { return index }
            index -= 2
        }
        return nil
    }

    private static func continues(_ kind: TokenKind) -> Bool {
        switch kind {
        case .identifier, .implicitParameter, .string, .integer, .double: true
        case .symbol(let symbol): [")", "]", "}", "?", "!"].contains(symbol)
        default: false
        }
    }

    private static func opener(of index: Int, _ tokens: [Token]) -> Int? {
        var depth = 0
        for candidate in stride(from: index, through: 0, by: -1) {
            switch tokens[candidate].kind {
            case .symbol(")"), .symbol("]"), .symbol("}"): depth += 1
            case .symbol("("), .symbol("["), .symbol("{"):
                depth -= 1
                if depth == 0 { return candidate }
            default: break
            }
        }
        return nil
    }

    private static func openCall(_ tokens: [Token], _ source: SourceText) -> OpenCall? {
        var depth = 0
        var index = tokens.count - 1
        while index >= 0 {
            switch tokens[index].kind {
            case .symbol(")"), .symbol("]"), .symbol("}"): depth += 1
            case .symbol("{") where depth == 0: return nil
            case .symbol("(") where depth == 0:
                if let callee = chain(before: index, tokens, source) {
                    return openCall(callee, tokens[(index + 1)...], source, enclosing: enclosing(index, tokens, source))
                }
            case .symbol("["), .symbol("{"), .symbol("("): depth = max(depth - 1, 0)
            default: break
            }
            index -= 1
        }
        return nil
    }

    /// The call in which a case begins whose name stands before the bracket at an index.
    private static func enclosing(_ index: Int, _ tokens: [Token], _ source: SourceText) -> [OpenCall] {
        guard index > 1, tokens[index - 2].kind == .symbol("."), chain(before: index - 2, tokens, source) == nil else { return [] }
        return openCall(Array(tokens[..<(index - 2)]), source).map { [$0] } ?? []
    }

    private static func openCall(
        _ callee: Expression, _ tokens: ArraySlice<Token>, _ source: SourceText, enclosing: [OpenCall]
    ) -> OpenCall {
        var arguments: [[Token]] = [[]]
        var depth = 0
        for token in tokens {
            switch token.kind {
            case .symbol("("), .symbol("["), .symbol("{"): depth += 1
            case .symbol(")"), .symbol("]"), .symbol("}"): depth -= 1
            default: break
            }
            if token.kind == .symbol(","), depth == 0 { arguments.append([]) } else { arguments[arguments.count - 1].append(token) }
        }
        let labels = arguments.map { argument -> String? in
            guard argument.count > 1, argument[1].kind == .symbol(":") else { return nil }
            return source.slice(argument[0].range)
        }
        let before = labels.dropLast()
        return OpenCall(
            callee: callee, givenLabels: before.compactMap { $0 }, positionalCount: before.filter { $0 == nil }.count,
            label: labels.last ?? nil, isAtStart: arguments.last?.isEmpty ?? true,
            isAtValue: (labels.last ?? nil) != nil && arguments.last?.count == 2, enclosing: enclosing)
    }
}
