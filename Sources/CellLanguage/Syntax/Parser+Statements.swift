extension Parser {
    mutating func parseStatement() throws(CellError) -> Statement {
        try nested { (parser) throws(CellError) in
            let start = parser.current.range.start
            let kind = try parser.parseStatementKind()
            return Statement(kind: kind, range: parser.range(from: start))
        }
    }

    private mutating func parseStatementKind() throws(CellError) -> StatementKind {
        try refuseDeclarations()
        guard case .keyword(let keyword) = current.kind else { return try parseLabelledOrSimple() }
        switch keyword {
        case .let, .var: return try parseVariables()
        case .func: return .function(try parseFunction())
        case .if: return try parseConditionalStatement()
        case .guard: return try parseGuard()
        case .for, .while, .repeat, .switch: return try parseLabelled(nil)
        case .return: return try parseReturn()
        case .break, .continue: return parseJump(isBreak: keyword == .break)
        case .do: return try parseDo()
        case .import: return try parseImport()
        case .fallthrough:
            advance()
            return .fallsThrough
        case .throw:
            advance()
            return .thrown(try parseExpression())
        case .defer:
            advance()
            return .deferred(try parseBlock())
        default: return try parseSimple()
        }
    }

    private mutating func parseLabelledOrSimple() throws(CellError) -> StatementKind {
        if case .identifier(let label) = current.kind, token(after: 1).kind == .symbol(":"), case .keyword(let next) = token(after: 2).kind,
            [.for, .while, .repeat, .switch].contains(next)
        {
            advance()
            advance()
            return try parseLabelled(label)
        }
        return try parseSimple()
    }

    private mutating func parseLabelled(_ label: String?) throws(CellError) -> StatementKind {
        switch advance().kind {
        case .keyword(.for): return .forIn(try parseFor(label))
        case .keyword(.while): return .whileLoop(label: label, try parseConditions(), try parseBlock())
        case .keyword(.switch): return .choice(try parseSwitch(label, start: tokens[index - 1].range.start))
        default:
            let body = try parseBlock()
            guard accept(.while) else { throw unexpected("expected 'while' after the body of 'repeat'") }
            return .repeatLoop(label: label, body, try parseExpression())
        }
    }

    mutating func parseSwitch(_ label: String?, start: Int) throws(CellError) -> SwitchSyntax {
        let subject = try withoutTrailingClosures { (parser) throws(CellError) in try parser.parseExpression() }
        try expect("{", "after the value that 'switch' looks at")
        var cases: [SwitchCase] = []
        while !at("}") {
            cases.append(try parseCase())
        }
        advance()
        return SwitchSyntax(label: label, subject: subject, cases: cases, range: range(from: start))
    }

    private mutating func parseCase() throws(CellError) -> SwitchCase {
        var patterns: [(pattern: Pattern, filter: Expression?)] = []
        if accept(.case) {
            repeat {
                let pattern = try parsePattern(binding: nil)
                let filter = accept(.where) ? try parseExpression() : nil
                patterns.append((pattern, filter))
            } while accept(",")
        } else if !accept(.default) {
            throw unexpected("expected 'case', 'default' or '}' in 'switch'")
        }
        try expect(":", "after the patterns of a case")
        var body: [Statement] = []
        while !at(.case), !at(.default), !at("}") {
            body.append(try parseStatement())
            if !accept(";"), !at(.case), !at(.default) { try expectStatementEnd() }
        }
        return SwitchCase(patterns: patterns, body: body)
    }

    /// An expression, or an assignment to one.
    private mutating func parseSimple() throws(CellError) -> StatementKind {
        let target = try parseExpression()
        try refuseOperatorsOfOtherLanguages()
        guard case .symbol(let symbol) = current.kind, let operation = Self.assignments[symbol] else { return .expression(target) }
        let place = advance().range
        let value = try parseExpression()
        return .assignment(target: target, operator: operation.isEmpty ? nil : Name(text: operation, range: place), value: value)
    }

    /// The assignment operators with the arithmetic that they do.
    static let assignments = [
        "=": "", "+=": "+", "-=": "-", "*=": "*", "/=": "/", "%=": "%", "&=": "&", "|=": "|", "^=": "^", "<<=": "<<", ">>=": ">>",
    ]

    private mutating func parseVariables() throws(CellError) -> StatementKind {
        let isConstant = at(.let)
        advance()
        var bindings: [VariableBinding] = []
        repeat {
            let pattern = try parsePattern(binding: isConstant)
            let type = accept(":") ? try parseType() : nil
            var value: Expression?
            if accept("=") { value = try parseExpression() }
            if at("{"), value == nil { throw unexpected("cells cannot declare computed variables; declare a func") }
            bindings.append(VariableBinding(pattern: pattern, type: type, value: value))
        } while accept(",")
        return .variables(isConstant: isConstant, bindings)
    }

    mutating func parseConditionalClauses() throws(CellError) -> ([ConditionalClause], otherwise: [Statement]?) {
        var clauses: [ConditionalClause] = []
        repeat {
            guard accept(.if) else { return (clauses, try parseBlock()) }
            clauses.append(ConditionalClause(conditions: try parseConditions(), body: try parseBlock()))
        } while accept(.else)
        return (clauses, nil)
    }

    private mutating func parseConditionalStatement() throws(CellError) -> StatementKind {
        let (clauses, otherwise) = try parseConditionalClauses()
        return .conditional(clauses, otherwise: otherwise)
    }

    private mutating func parseGuard() throws(CellError) -> StatementKind {
        advance()
        let conditions = try parseConditions()
        guard accept(.else) else { throw unexpected("expected 'else' after the condition of 'guard'") }
        return .guarded(conditions, otherwise: try parseBlock())
    }

    private mutating func parseFor(_ label: String?) throws(CellError) -> ForSyntax {
        if at(.case) { throw unexpected("cells have no 'for case'; test the element in the body with 'if'") }
        let pattern = try parsePattern(binding: true)
        if accept(":") { _ = try parseType() }
        guard accept(.in) else { throw unexpected("expected 'in' after the variable of 'for'") }
        let sequence = try withoutTrailingClosures { (parser) throws(CellError) in try parser.parseExpression() }
        var filter: Expression?
        if accept(.where) { filter = try withoutTrailingClosures { (parser) throws(CellError) in try parser.parseExpression() } }
        return ForSyntax(label: label, pattern: pattern, sequence: sequence, filter: filter, body: try parseBlock())
    }

    private mutating func parseReturn() throws(CellError) -> StatementKind {
        let keyword = advance()
        guard functions.count > 1 else { throw error("'return' stands outside a function", keyword.range) }
        if current.isFirstOnLine || at("}") || at(";") || current.kind == .end { return .returned(nil) }
        return .returned(try parseExpression())
    }

    private mutating func parseJump(isBreak: Bool) -> StatementKind {
        advance()
        var label: Name?
        if case .identifier(let text) = current.kind, !current.isFirstOnLine { label = Name(text: text, range: advance().range) }
        return isBreak ? .broken(label: label) : .continued(label: label)
    }

    private mutating func parseDo() throws(CellError) -> StatementKind {
        advance()
        let body = try parseBlock()
        var catches: [CatchClause] = []
        while accept(.catch) {
            guard catches.isEmpty else { throw error("cells have one 'catch' for all errors", tokens[index - 1].range) }
            var name = "error"
            if accept(.let) { name = try parseName("the name of the error").text }
            if !at("{") { throw unexpected("cells catch every error with 'catch {' or 'catch let error {'; expected '{'") }
            catches.append(CatchClause(name: name, body: try parseBlock()))
        }
        return .attempt(body, catches: catches)
    }

    mutating func parseBlock() throws(CellError) -> [Statement] {
        if !at("{") { throw unexpected("expected '{'") }
        return try nested { (parser) throws(CellError) in
            parser.advance()
            let outer = parser.allowsTrailingClosure
            parser.allowsTrailingClosure = true
            defer { parser.allowsTrailingClosure = outer }
            return try parser.parseStatements()
        }
    }

    /// The statements up to the closing brace, which is taken too.
    mutating func parseStatements() throws(CellError) -> [Statement] {
        var statements: [Statement] = []
        while true {
            while accept(";") {}
            if accept("}") { return statements }
            if current.kind == .end { throw unexpected("expected '}'") }
            statements.append(try parseStatement())
            if !accept(";") { try expectStatementEnd() }
        }
    }

    mutating func withoutTrailingClosures<Result>(_ body: (inout Parser) throws(CellError) -> Result) throws(CellError) -> Result {
        let outer = allowsTrailingClosure
        allowsTrailingClosure = false
        defer { allowsTrailingClosure = outer }
        return try body(&self)
    }

    mutating func parseConditions() throws(CellError) -> [Condition] {
        try withoutTrailingClosures { (parser) throws(CellError) in
            var conditions: [Condition] = []
            repeat { conditions.append(try parser.parseCondition()) } while parser.accept(",")
            return conditions
        }
    }

    private mutating func parseCondition() throws(CellError) -> Condition {
        if at(.case) {
            advance()
            let pattern = try parsePattern(binding: nil)
            try expect("=", "after the pattern of 'case'")
            return .pattern(pattern, try parseExpression())
        }
        guard at(.let) || at(.var) else {
            let condition = try parseExpression()
            if at("=") { throw unexpected("'=' assigns; equality is tested with '=='") }
            return .expression(condition)
        }
        let isConstant = at(.let)
        advance()
        let name = try parseName("the name of a variable")
        let type = accept(":") ? try parseType() : nil
        if accept("=") { return .binding(isConstant: isConstant, name, type, try parseExpression()) }
        use(name.text)
        return .binding(isConstant: isConstant, name, type, Expression(.identifier(name.text), name.range))
    }
}
