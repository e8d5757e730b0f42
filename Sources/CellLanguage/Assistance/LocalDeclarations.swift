/// The `let`, `var`, `for` and `func` of a cell that has not run and may not be complete. Only what is asked for is parsed: a cell may be long.
final class LocalDeclarations {
    private enum Declaration {
        case unread(value: Int, isElement: Bool)
        /// Its type is being found out; who asks now gets nothing, so that `let x = x` ends.
        case beingRead
        case known(ValueType)
    }

    private let source: SourceText
    private let tokens: [Token]
    private var declarations: [String: Declaration] = [:]

    init(_ source: SourceText) {
        self.source = source
        tokens = Lexer.tokens(of: source)
        for (index, token) in tokens.enumerated() {
            guard case .keyword(let word) = token.kind, [.let, .var, .for, .func].contains(word), index + 1 < tokens.count,
                case .identifier(let name) = tokens[index + 1].kind
            else { continue }
            let hasValue = index + 3 < tokens.count && [.symbol("="), .keyword(.in)].contains(tokens[index + 2].kind)
            declarations[name] = hasValue ? .unread(value: index + 3, isElement: word == .for) : .known(.any)
            if word == .func { declareParameters(after: index + 1) }
        }
    }

    /// The names before the colons in a function's brackets.
    private func declareParameters(after name: Int) {
        var index = name + 1
        guard index < tokens.count, tokens[index].kind == .symbol("(") else { return }
        while index + 1 < tokens.count, tokens[index].kind != .symbol(")") {
            if case .identifier(let name) = tokens[index].kind, tokens[index + 1].kind == .symbol(":"), declarations[name] == nil {
                declarations[name] = .known(type(at: index + 2))
            }
            index += 1
        }
    }

    /// A type of one word, or `Any`.
    private func type(at index: Int) -> ValueType {
        guard index < tokens.count, case .identifier(let name) = tokens[index].kind else { return .any }
        switch name {
        case "Int": return .int
        case "Double": return .double
        case "String": return .string
        case "Bool": return .bool
        default: return .object(name)
        }
    }

    var names: [String] { Array(declarations.keys) }

    func contains(_ name: String) -> Bool { declarations[name] != nil }

    /// The type of a name, found out by `infer` from the value, or from the collection whose elements the name stands for.
    func type(of name: String, infer: (_ value: Expression, _ isElement: Bool) -> ValueType?) -> ValueType? {
        switch declarations[name] {
        case nil, .beingRead?: return nil
        case .known(let type)?: return type
        case .unread(let start, let isElement)?:
            declarations[name] = .beingRead
            let type = expression(from: start).flatMap { infer($0, isElement) } ?? .any
            declarations[name] = .known(type)
            return type
        }
    }

    /// Longer expressions are not read: their types are not worth the time.
    private static let longestExpression = 300

    /// The expression on the rest of the line.
    private func expression(from index: Int) -> Expression? {
        var depth = 0
        var end = index
        while end < tokens.count, tokens[end].kind != .end,
            end == index || depth > 0 || !tokens[end].isFirstOnLine || tokens[end].kind == .symbol(".")
        {
            switch tokens[end].kind {
            case .symbol("{") where depth == 0 && end > index && tokens[index - 1].kind == .keyword(.in):
                return parsed(index, end)
            case .symbol("("), .symbol("["), .symbol("{"): depth += 1
            case .symbol(")"), .symbol("]"), .symbol("}"): depth -= 1
            case .symbol(";") where depth == 0: return parsed(index, end)
            default: break
            }
            if depth < 0 { break }
            end += 1
            if end - index > Self.longestExpression { return nil }
        }
        return parsed(index, end)
    }

    private func parsed(_ start: Int, _ end: Int) -> Expression? {
        guard end > start else { return nil }
        let text = source.slice(SourceRange(tokens[start].range.start, tokens[end - 1].range.end))
        guard let statements = try? Parser.parse(SourceText(text, name: "")).program.statements,
            case .expression(let value)? = statements.first?.kind
        else { return nil }
        return value
    }
}
