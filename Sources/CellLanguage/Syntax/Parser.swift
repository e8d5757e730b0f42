/// Builds the syntax tree of a cell by recursive descent.
///
/// Source: The Swift Programming Language, "Summary of the Grammar"; what a cell leaves out of it is refused by name in `Parser+Refusals`.
struct Parser {
    /// Brackets, blocks and prefix operators inside each other.
    static let nestingLimit = 100
    /// Levels of an expression, chains of operators and members included.
    static let depthLimit = 400

    let source: SourceText
    var tokens: [Token]
    var index = 0
    var nesting = 0
    var isInsideString = false
    /// False where `{` opens the body of a statement.
    var allowsTrailingClosure = true
    var functions: [FunctionUse] = [FunctionUse()]

    /// What the parser learns of a function while it reads its body.
    struct FunctionUse {
        var names: Set<String> = []
        var capturedNames: Set<String> = []
        var implicitParameterCount = 0
        /// The deepest expression in it.
        var depth = 0
    }

    init(_ source: SourceText) {
        self.source = source
        tokens = Lexer.tokens(of: source)
    }

    static func parse(_ source: SourceText) throws(CellError) -> (program: Program, capturedNames: Set<String>) {
        var parser = Parser(source)
        do {
            let program = try parser.parseProgram()
            return (program, parser.functions[0].capturedNames)
        } catch {
            throw error.located(in: source)
        }
    }

    private mutating func parseProgram() throws(CellError) -> Program {
        var statements: [Statement] = []
        var isSilenced = false
        while current.kind != .end {
            while accept(";") {}
            if current.kind == .end { break }
            statements.append(try parseStatement())
            isSilenced = accept(";")
            if !isSilenced { try expectStatementEnd() }
        }
        return Program(statements: statements, isSilenced: isSilenced)
    }

    mutating func expectStatementEnd() throws(CellError) {
        if current.isFirstOnLine || current.kind == .end || at("}") || at(";") { return }
        try refuseOperatorsOfOtherLanguages()
        if at(")") || at("]") { throw unexpected("'\(text(current))' closes nothing") }
        throw unexpected("statements on one line are separated by ';'" + callHint)
    }

    /// What to say where a value follows a name, as in `print "text"`.
    private var callHint: String {
        guard index > 0, case .identifier(let name) = tokens[index - 1].kind else { return "" }
        switch current.kind {
        case .string, .integer, .double, .identifier: return "; a call needs brackets: \(name)(…)"
        default: return ""
        }
    }

    // MARK: Tokens

    var current: Token { tokens[index] }

    func token(after distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

    var previousEnd: Int { index > 0 ? tokens[index - 1].range.end : 0 }

    func range(from start: Int) -> SourceRange { SourceRange(start, max(start, previousEnd)) }

    @discardableResult
    mutating func advance() -> Token {
        let token = tokens[index]
        if index < tokens.count - 1 { index += 1 }
        return token
    }

    func at(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }

    func at(_ keyword: Keyword) -> Bool { current.kind == .keyword(keyword) }

    mutating func accept(_ symbol: String) -> Bool {
        guard at(symbol) else { return false }
        advance()
        return true
    }

    mutating func accept(_ keyword: Keyword) -> Bool {
        guard at(keyword) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String, _ purpose: String) throws(CellError) {
        if !accept(symbol) { throw unexpected("expected '\(symbol)' \(purpose)") }
    }

    func text(_ token: Token) -> String { source.slice(token.range) }

    /// An error at the current token, or the lexer's own where that is no token at all.
    func unexpected(_ message: String) -> CellError {
        switch current.kind {
        case .invalid(let reason, let isUnfinished): error(reason, current.range, isAtEnd: isUnfinished)
        case .end: error("\(message), but the \(isInsideString ? "interpolation" : "cell") ends here", current.range, isAtEnd: true)
        default: error(message, current.range)
        }
    }

    func error(_ message: String, _ range: SourceRange, isAtEnd: Bool = false) -> CellError {
        CellError(.syntax, message, range, isAtEnd: isAtEnd && !isInsideString)
    }

    /// Runs a part of the parser one level further in.
    mutating func nested<Result>(_ body: (inout Parser) throws(CellError) -> Result) throws(CellError) -> Result {
        guard nesting < Self.nestingLimit else {
            throw error("brackets, blocks or operators are nested more than \(Self.nestingLimit) levels deep", current.range)
        }
        nesting += 1
        defer { nesting -= 1 }
        return try body(&self)
    }

    /// An expression over others, refused when the tree would be too deep to walk.
    mutating func expression(_ kind: ExpressionKind, from start: Int, over children: Expression...) throws(CellError) -> Expression {
        try expression(kind, from: start, over: children)
    }

    mutating func expression(
        _ kind: ExpressionKind, from start: Int, over children: [Expression], inner: Int = 0
    ) throws(CellError) -> Expression {
        let depth = 1 + max(inner, children.map(\.depth).max() ?? 0)
        functions[functions.count - 1].depth = max(functions[functions.count - 1].depth, depth)
        let range = range(from: start)
        guard depth <= Self.depthLimit else {
            throw error("the expression is too long (more than \(Self.depthLimit) operators or members in a row); split it", range)
        }
        return Expression(kind, range, depth: depth)
    }

    /// Reads statements inside an expression and says how deep their expressions are.
    mutating func measuringDepth<Result>(_ body: (inout Parser) throws(CellError) -> Result) throws(CellError) -> (Result, depth: Int) {
        let last = functions.count - 1
        let outer = functions[last].depth
        functions[last].depth = 0
        let result = try body(&self)
        let depth = functions[last].depth
        functions[last].depth = max(outer, depth)
        return (result, depth)
    }

    mutating func use(_ name: String) { functions[functions.count - 1].names.insert(name) }

    mutating func parseName(_ purpose: String) throws(CellError) -> Name {
        let token = current
        if case .identifier(let text) = token.kind {
            advance()
            return Name(text: text, range: token.range)
        }
        if case .keyword(let word) = token.kind {
            throw error("'\(word.rawValue)' is a reserved word and can't be \(purpose)", token.range)
        }
        throw unexpected("expected \(purpose)")
    }
}
