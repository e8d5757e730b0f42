/// Words to be put into a cell, found by a walk over its syntax tree.
struct Insertions {
    var names: Set<String>
    private let source: SourceText
    private var words: [(offset: Int, word: String)] = []

    init(names: Set<String>, source: SourceText) {
        self.names = names
        self.source = source
    }

    /// Forgets the words of an earlier walk, which knew fewer names.
    mutating func begin() { words = [] }

    mutating func surround(_ expression: Expression, with function: String) {
        // Before a `try` at the same place, which then stands inside the brackets; one that the cell has stays outside, where it covers them.
        words.insert((expression.range.start, "\(function)("), at: 0)
        words.append((expression.range.end, ")"))
    }

    /// The text with the words; those of one place in the order in which they were found.
    func applied() -> String {
        var bytes: [UInt8] = []
        var start = 0
        for (offset, word) in words.enumerated().sorted(by: { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }).map(\.element) {
            bytes += source.bytes[start..<offset] + Array(word.utf8)
            start = offset
        }
        return String(decoding: bytes + source.bytes[start...], as: UTF8.self)
    }

    // MARK: Statements

    mutating func visit(_ statement: Statement) {
        switch statement.kind {
        case .expression(let value), .thrown(let value): mark(value)
        case .variables(_, let bindings): bindings.compactMap(\.value).forEach { mark($0) }
        case .assignment(_, _, let value): mark(value)
        case .function(let function): visit(function, named: function.name)
        case .conditional(let clauses, let otherwise): visit(clauses, otherwise)
        case .guarded(let conditions, let otherwise):
            visit(conditions)
            visit(otherwise)
        case .forIn(let loop):
            mark(loop.sequence)
            if let filter = loop.filter { mark(filter) }
            visit(loop.body)
        case .whileLoop(_, let conditions, let body):
            visit(conditions)
            visit(body)
        case .repeatLoop(_, let body, let condition):
            visit(body)
            mark(condition)
        case .choice(let choice): visit(choice)
        case .returned(let value): if let value { mark(value) }
        case .attempt(let body, let catches): ([body] + catches.map(\.body)).forEach { visit($0) }
        case .deferred(let body): visit(body)
        case .broken, .continued, .fallsThrough, .imported: break
        }
    }

    private mutating func visit(_ statements: [Statement]) { statements.forEach { visit($0) } }

    private mutating func visit(_ clauses: [ConditionalClause], _ otherwise: [Statement]?) {
        for clause in clauses {
            visit(clause.conditions)
            visit(clause.body)
        }
        visit(otherwise ?? [])
    }

    private mutating func visit(_ conditions: [Condition]) {
        for condition in conditions {
            switch condition {
            case .expression(let value), .pattern(_, let value): mark(value)
            // `if let name` without a value has the name for one.
            case .binding(_, let name, _, let value): if value.range != name.range { mark(value) }
            }
        }
    }

    private mutating func visit(_ choice: SwitchSyntax) {
        mark(choice.subject)
        choice.cases.forEach { visit($0.body) }
    }

    private mutating func visit(_ function: FunctionSyntax, named name: Name?) {
        visit(function.body)
        guard let name, function.body.contains(where: { $0.calls(names) }) else { return }
        names.insert(name.text)
        if let place = placeOfThrows(function, after: name) { words.append((place, " throws")) }
    }

    /// Behind the parameters; nil where `throws` stands there already.
    private func placeOfThrows(_ function: FunctionSyntax, after name: Name) -> Int? {
        var lexer = Lexer(bytes: source.bytes, range: SourceRange(name.range.end, function.range.end), nesting: 0)
        let tokens = lexer.remainingTokens()
        var depth = 0
        for (index, token) in tokens.enumerated() {
            if token.kind == .symbol("(") { depth += 1 }
            guard token.kind == .symbol(")") else { continue }
            depth -= 1
            if depth == 0 { return tokens[index + 1].kind == .keyword(.throws) ? nil : token.range.end }
        }
        return nil
    }

    // MARK: Expressions

    /// Puts `try` before an expression that throws, where the cell has none; and into the closures in it.
    private mutating func mark(_ expression: Expression) {
        if expression.calls(names), !isTried(expression) { words.append((expression.range.start, "try ")) }
        expression.closures.forEach { visit($0.body) }
    }

    private func isTried(_ expression: Expression) -> Bool {
        let before = source.slice(SourceRange(0, expression.range.start)).reversed().drop { $0 == " " || $0 == "!" || $0 == "?" }
        return before.starts(with: "yrt")
    }
}
