extension Parser {
    mutating func parsePrimary() throws(CellError) -> Expression {
        let token = current
        switch token.kind {
        case .integer(let value): return leaf(.integer(value))
        case .double(let value): return leaf(.double(value))
        case .string(let segments): return try parseString(segments)
        case .identifier(let name): return try parseIdentifier(name)
        case .implicitParameter(let index): return try parseImplicitParameter(index)
        case .keyword(let keyword): return try parseKeywordExpression(keyword)
        case .directive(let word): throw refusal(ofDirective: word)
        case .symbol(let symbol): return try parseSymbolExpression(symbol)
        case .invalid, .end: throw unexpected("expected a value")
        }
    }

    private mutating func leaf(_ kind: ExpressionKind) -> Expression {
        Expression(kind, advance().range)
    }

    private mutating func parseIdentifier(_ name: String) throws(CellError) -> Expression {
        let start = current.range.start
        if ["Array", "Dictionary"].contains(name), token(after: 1).kind == .symbol("<"), !token(after: 1).hasSpaceBefore {
            let type = try parseType()
            return Expression(.type(type), range(from: start))
        }
        use(name)
        return leaf(.identifier(name))
    }

    private mutating func parseImplicitParameter(_ number: Int) throws(CellError) -> Expression {
        guard functions.count > 1 else { throw error("'$\(number)' stands outside a closure", current.range) }
        let last = functions.count - 1
        functions[last].implicitParameterCount = max(functions[last].implicitParameterCount, number + 1)
        return leaf(.implicitParameter(number))
    }

    private mutating func parseKeywordExpression(_ keyword: Keyword) throws(CellError) -> Expression {
        let start = current.range.start
        switch keyword {
        case .true, .false: return leaf(.bool(keyword == .true))
        case .nil: return leaf(.nilLiteral)
        case .if:
            let ((clauses, otherwise), depth) = try measuringDepth { (parser) throws(CellError) in try parser.parseConditionalClauses() }
            guard otherwise != nil else { throw error("an 'if' that gives a value needs an 'else'", range(from: start)) }
            return try expression(.conditional(clauses, otherwise: otherwise), from: start, over: [], inner: depth)
        case .switch:
            advance()
            let (choice, depth) = try measuringDepth { (parser) throws(CellError) in try parser.parseSwitch(nil, start: start) }
            return try expression(.choice(choice), from: start, over: [], inner: depth)
        case .self, .super: throw unexpected("cells have no '\(keyword.rawValue)', because they declare no types")
        case .func: throw unexpected("a function that is a value is written as a closure: { a, b in … }")
        default:
            try refuseDeclarations()
            throw unexpected("'\(keyword.rawValue)' is a reserved word; expected a value")
        }
    }

    private mutating func parseSymbolExpression(_ symbol: String) throws(CellError) -> Expression {
        switch symbol {
        case "(": return try parseBrackets()
        case "[": return try parseCollection()
        case "{": return try parseClosure()
        case ".": return try parseImplicitMember()
        case "\\": throw unexpected("cells have no key paths; write a closure such as { $0.name }")
        case ")", "]", "}": throw unexpected("'\(symbol)' closes nothing; expected a value")
        case "**": throw unexpected("there is no operator '**'; use pow(base, exponent)")
        default: throw unexpected("expected a value before '\(symbol)'")
        }
    }

    private mutating func parseString(_ segments: [StringSegment]) throws(CellError) -> Expression {
        let start = advance().range.start
        var parts: [StringPart] = []
        var children: [Expression] = []
        for segment in segments {
            switch segment {
            case .text(let text): if !text.isEmpty || segments.count == 1 { parts.append(.text(text)) }
            case .interpolation(let range):
                let value = try nested { (parser) throws(CellError) in try parser.parseInterpolation(range) }
                parts.append(.interpolation(value))
                children.append(value)
            }
        }
        return try expression(.string(parts), from: start, over: children)
    }

    /// Reads the source between `\(` and `)` with the same parser, so that names, ranges and limits are shared.
    private mutating func parseInterpolation(_ range: SourceRange) throws(CellError) -> Expression {
        let outer = (tokens, index, allowsTrailingClosure, isInsideString)
        var lexer = Lexer(bytes: source.bytes, range: range, nesting: nesting)
        (tokens, index, allowsTrailingClosure, isInsideString) = (lexer.remainingTokens(), 0, true, true)
        defer { (tokens, index, allowsTrailingClosure, isInsideString) = outer }
        guard current.kind != .end else { throw error("the interpolation '\\()' is empty", range) }
        let value = try parseExpression()
        guard current.kind == .end else { throw unexpected("expected ')' after the interpolated value") }
        return value
    }

    /// `()`, `(value)`, `(a, b)`, `(x: 1, y: 2)` or an operator as a function, `(+)`.
    private mutating func parseBrackets() throws(CellError) -> Expression {
        let start = current.range.start
        if case .symbol(let symbol) = token(after: 1).kind, Self.precedences[symbol] != nil, token(after: 2).kind == .symbol(")") {
            advance()
            advance()
            advance()
            return Expression(.operatorFunction(symbol), range(from: start))
        }
        let parts = try parseArguments(closing: ")")
        if parts.count == 1, parts[0].label == nil {
            return try expression(.parenthesized(parts[0].value), from: start, over: parts[0].value)
        }
        if parts.count == 1 { throw error("a tuple has no labels when it has one element", parts[0].range) }
        return try expression(.tuple(parts.map { ($0.label?.text, $0.value) }), from: start, over: parts.map(\.value))
    }

    private mutating func parseCollection() throws(CellError) -> Expression {
        if let type = parseConstructedType() { return type }
        return try nested { (parser) throws(CellError) in
            let start = parser.advance().range.start
            let outer = parser.allowsTrailingClosure
            parser.allowsTrailingClosure = true
            defer { parser.allowsTrailingClosure = outer }
            if parser.at(":"), parser.token(after: 1).kind == .symbol("]") {
                parser.advance()
                parser.advance()
                return try parser.expression(.dictionary([]), from: start)
            }
            return try parser.parseElements(start)
        }
    }

    private mutating func parseElements(_ start: Int) throws(CellError) -> Expression {
        var elements: [Expression] = []
        var pairs: [(key: Expression, value: Expression)] = []
        while !at("]") {
            let element = try parseExpression()
            if at(":"), elements.isEmpty {
                advance()
                pairs.append((element, try parseExpression()))
            } else if pairs.isEmpty {
                elements.append(element)
            } else {
                throw unexpected("expected ':' and the value for this key of the dictionary")
            }
            if !accept(",") { break }
        }
        if !accept("]") { throw unexpected("expected ',' or ']' to close the '[' of line \(source.line(at: start) + 1)") }
        if pairs.isEmpty { return try expression(.array(elements), from: start, over: elements) }
        return try expression(.dictionary(pairs), from: start, over: pairs.flatMap { [$0.key, $0.value] })
    }

    /// `[Int](…)` and `[String: Double](…)`: a type, because brackets with arguments follow at once.
    private mutating func parseConstructedType() -> Expression? {
        switch token(after: 1).kind {
        case .symbol("["), .symbol("("): break
        case .identifier(let name) where name.first?.isUppercase == true: break
        default: return nil
        }
        let start = index
        if let type = try? parseType(), at("(") || at("."), !current.hasSpaceBefore { return Expression(.type(type), type.range) }
        index = start
        return nil
    }

    private mutating func parseImplicitMember() throws(CellError) -> Expression {
        let start = advance().range.start
        let token = current
        let name: Name
        switch token.kind {
        case .identifier(let text): name = Name(text: text, range: token.range)
        case .keyword(let word): name = Name(text: word.rawValue, range: token.range)
        case .integer, .double: throw unexpected("a number begins with a digit; write '0.\(text(token))'")
        default: throw unexpected("expected a name after '.'")
        }
        advance()
        guard at("("), !current.hasSpaceBefore else { return try expression(.implicitMember(name, nil), from: start) }
        let arguments = try parseArguments(closing: ")")
        return try expression(.implicitMember(name, arguments), from: start, over: arguments.map(\.value))
    }
}
