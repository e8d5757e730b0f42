extension Parser {
    mutating func parseExpression() throws(CellError) -> Expression {
        try nested { (parser) throws(CellError) in try parser.parseTernary() }
    }

    private mutating func parseTernary() throws(CellError) -> Expression {
        let start = current.range.start
        let condition = try parseBinary(minimum: 0)
        guard at("?"), current.hasSpaceBefore else { return condition }
        advance()
        let outer = allowsTrailingClosure
        let then = try parseExpression()
        try expect(":", "between the two values of '? :'")
        allowsTrailingClosure = outer
        let otherwise = try parseExpression()
        return try expression(.ternary(condition, then, otherwise), from: start, over: condition, then, otherwise)
    }

    /// How an infix operator binds: the higher the tighter.
    struct Precedence {
        let level: Int
        var isRight = false
        var isChainable = true
    }

    /// Source: Swift's standard operator declarations.
    static let precedences: [String: Precedence] = {
        let table: [([String], Precedence)] = [
            (["<<", ">>"], Precedence(level: 8, isChainable: false)),
            (["*", "/", "%", "&", "&*"], Precedence(level: 7)),
            (["+", "-", "|", "^", "&+", "&-"], Precedence(level: 6)),
            (["..<", "..."], Precedence(level: 5, isChainable: false)),
            (["??"], Precedence(level: 4, isRight: true)),
            (["==", "!=", "<", "<=", ">", ">=", "===", "!=="], Precedence(level: 3, isChainable: false)),
            (["&&"], Precedence(level: 2)),
            (["||"], Precedence(level: 1)),
        ]
        return Dictionary(uniqueKeysWithValues: table.flatMap { row in row.0.map { ($0, row.1) } })
    }()

    private mutating func parseBinary(minimum: Int) throws(CellError) -> Expression {
        let start = current.range.start
        var left = try parseUnary()
        var lastLevel = -1
        while let (symbol, precedence) = infixOperator(), precedence.level >= minimum {
            if precedence.level == lastLevel, !precedence.isChainable {
                throw error("'\(symbol)' can't follow an operator of its kind; add brackets or '&&'", current.range)
            }
            let place = advance().range
            if symbol == "...", !startsOperand() {
                left = try expression(.partialRange(lower: left, operator: symbol, upper: nil), from: start, over: left)
                continue
            }
            if symbol.hasPrefix("==="), symbol.count == 3 { throw error("cells compare with '=='; there is no '==='", place) }
            let right = try nested { (parser) throws(CellError) in
                try parser.parseBinary(minimum: precedence.isRight ? precedence.level : precedence.level + 1)
            }
            left = try expression(.binary(symbol, place, left, right), from: start, over: left, right)
            lastLevel = precedence.level
        }
        return left
    }

    /// The operator here, if it stands between operands: one at the start of a line needs a space behind it.
    private func infixOperator() -> (String, Precedence)? {
        guard case .symbol(let symbol) = current.kind, let precedence = Self.precedences[symbol] else { return nil }
        if current.isFirstOnLine, !current.hasSpaceAfter { return nil }
        return (symbol, precedence)
    }

    private func startsOperand() -> Bool {
        if current.isFirstOnLine { return false }
        switch current.kind {
        case .end, .invalid: return false
        case .symbol(let symbol): return ["(", "[", "-", "+", "!", "~", "."].contains(symbol) || (symbol == "{" && allowsTrailingClosure)
        case .keyword(let keyword): return [.true, .false, .nil, .try, .await, .if, .switch].contains(keyword)
        default: return true
        }
    }

    mutating func parseUnary() throws(CellError) -> Expression {
        let start = current.range.start
        switch current.kind {
        case .symbol(let symbol) where ["-", "+", "!", "~"].contains(symbol):
            advance()
            let operand = try nested { (parser) throws(CellError) in try parser.parseUnary() }
            return try expression(.unary(symbol, operand), from: start, over: operand)
        case .symbol(let symbol) where symbol == "..<" || symbol == "...":
            advance()
            let upper = try nested { (parser) throws(CellError) in try parser.parseBinary(minimum: 6) }
            return try expression(.partialRange(lower: nil, operator: symbol, upper: upper), from: start, over: upper)
        case .symbol("&"): throw unexpected("cells have no 'inout' arguments; leave '&' out and use the function's result")
        case .symbol("++"), .symbol("--"): throw unexpected("Swift has no '\(text(current))'; write '\(text(current).first ?? "+")= 1'")
        case .keyword(.try): return try parseTry()
        case .keyword(.await):
            advance()
            return try nested { (parser) throws(CellError) in try parser.parseBinary(minimum: 0) }
        case .identifier("not") where !token(after: 1).isFirstOnLine:
            if case .identifier = token(after: 1).kind { throw unexpected("the operator 'not' is written '!'") }
            return try parsePostfix()
        default: return try parsePostfix()
        }
    }

    private mutating func parseTry() throws(CellError) -> Expression {
        let start = advance().range.start
        let isOptional = at("?")
        if isOptional || at("!") { advance() }
        let value = try nested { (parser) throws(CellError) in try parser.parseBinary(minimum: 0) }
        guard isOptional else { return value }
        return try expression(.tryOptional(value), from: start, over: value)
    }

    // MARK: Chains

    mutating func parsePostfix() throws(CellError) -> Expression {
        let start = current.range.start
        var base = try parsePrimary()
        var isChain = false
        while let next = try parsePostfixStep(base, start: start, isChain: &isChain) { base = next }
        return isChain ? try expression(.optionalChain(base), from: start, over: base) : base
    }

    private mutating func parsePostfixStep(_ base: Expression, start: Int, isChain: inout Bool) throws(CellError) -> Expression? {
        let token = current
        guard case .symbol(let symbol) = token.kind else { return nil }
        switch symbol {
        case ".": return try parseMember(base, start: start)
        case "(" where !token.isFirstOnLine:
            let arguments = try parseArguments(closing: ")")
            let trailing = try parseTrailingClosures()
            return try expression(.call(base, arguments + trailing), from: start, over: [base] + (arguments + trailing).map(\.value))
        case "[" where !token.isFirstOnLine:
            let arguments = try parseArguments(closing: "]")
            return try expression(.element(base, arguments), from: start, over: [base] + arguments.map(\.value))
        case "{" where allowsTrailingClosure && !token.isFirstOnLine && isCallable(base):
            let trailing = try parseTrailingClosures()
            return try expression(.call(base, trailing), from: start, over: base)
        case "!" where !token.hasSpaceBefore:
            advance()
            return try expression(.forceUnwrap(base), from: start, over: base)
        case "?" where !token.hasSpaceBefore && continuesChain():
            advance()
            isChain = true
            return try expression(.chainLink(base), from: start, over: base)
        default: return nil
        }
    }

    private func continuesChain() -> Bool {
        guard case .symbol(let next) = token(after: 1).kind else { return false }
        return next == "." || ((next == "[" || next == "(" || next == "!") && !token(after: 1).hasSpaceBefore)
    }

    private func isCallable(_ base: Expression) -> Bool {
        switch base.kind {
        case .identifier, .member, .implicitMember: true
        default: false
        }
    }

    private mutating func parseMember(_ base: Expression, start: Int) throws(CellError) -> Expression {
        advance()
        let token = current
        switch token.kind {
        case .identifier(let text):
            advance()
            return try expression(.member(base, Name(text: text, range: token.range)), from: start, over: base)
        case .integer(let number):
            advance()
            return try expression(.member(base, Name(text: "\(number)", range: token.range)), from: start, over: base)
        case .keyword(.self):
            advance()
            return base
        case .keyword(let word):
            advance()
            return try expression(.member(base, Name(text: word.rawValue, range: token.range)), from: start, over: base)
        case .symbol("."): throw unexpected("a range is written with '...' (the end included) or '..<' (the end left out)")
        default: throw unexpected("expected the name of a member after '.'")
        }
    }

    /// The arguments between brackets, the brackets included.
    mutating func parseArguments(closing: String) throws(CellError) -> [Argument] {
        try nested { (parser) throws(CellError) in
            let opening = parser.advance()
            let outer = parser.allowsTrailingClosure
            parser.allowsTrailingClosure = true
            defer { parser.allowsTrailingClosure = outer }
            var arguments: [Argument] = []
            while !parser.at(closing) {
                arguments.append(try parser.parseArgument())
                if !parser.accept(",") { break }
            }
            if !parser.accept(closing) {
                throw parser.unexpected(
                    "expected ',' or '\(closing)' to close the '\(parser.text(opening))' of line \(parser.source.line(at: opening.range.start) + 1)"
                )
            }
            return arguments
        }
    }

    private mutating func parseArgument() throws(CellError) -> Argument {
        var label: Name?
        if token(after: 1).kind == .symbol(":") {
            switch current.kind {
            case .identifier(let text): label = Name(text: text, range: current.range)
            case .keyword(let word): label = Name(text: word.rawValue, range: current.range)
            default: break
            }
            if label != nil {
                advance()
                advance()
            }
        }
        if case .symbol(let symbol) = current.kind, Self.precedences[symbol] != nil,
            token(after: 1).kind == .symbol(",") || token(after: 1).kind == .symbol(")")
        {
            let place = advance().range
            return Argument(label: label, value: Expression(.operatorFunction(symbol), place))
        }
        let value = try parseExpression()
        if label == nil, case .identifier(let name) = value.kind, at("=") {
            throw error("arguments are given with ':', not '='; write '\(name): …'", value.range.joined(current.range))
        }
        return Argument(label: label, value: value)
    }

    private mutating func parseTrailingClosures() throws(CellError) -> [Argument] {
        guard allowsTrailingClosure, at("{"), !current.isFirstOnLine else { return [] }
        var arguments = [Argument(label: nil, value: try parseClosure(), isTrailing: true)]
        while case .identifier(let text) = current.kind, token(after: 1).kind == .symbol(":"), token(after: 2).kind == .symbol("{") {
            let label = Name(text: text, range: advance().range)
            advance()
            arguments.append(Argument(label: label, value: try parseClosure()))
        }
        return arguments
    }
}
