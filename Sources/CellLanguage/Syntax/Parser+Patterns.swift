extension Parser {
    /// A pattern. `binding` is given where names are new variables (constants when true), as after `let`, `var` and `for`.
    mutating func parsePattern(binding: Bool?) throws(CellError) -> Pattern {
        try nested { (parser) throws(CellError) in
            let start = parser.current.range.start
            var kind = try parser.parsePatternKind(binding)
            if parser.at("?"), !parser.current.hasSpaceBefore {
                parser.advance()
                kind = .some(Pattern(kind: kind, range: parser.range(from: start)))
            }
            return Pattern(kind: kind, range: parser.range(from: start))
        }
    }

    private mutating func parsePatternKind(_ binding: Bool?) throws(CellError) -> Pattern.Kind {
        if current.kind == .identifier("_") {
            advance()
            return .wildcard
        }
        if binding == nil, at(.let) || at(.var) {
            let isConstant = at(.let)
            advance()
            return try parsePattern(binding: isConstant).kind
        }
        if at("(") { return .tuple(try parsePatternList(binding)) }
        if at("."), case .identifier(let name) = token(after: 1).kind, token(after: 2).kind == .symbol("("),
            binding != nil || bindsInside(2)
        {
            advance()
            advance()
            return .enumerationCase(name, try parsePatternList(binding))
        }
        if at(.is) { throw unexpected("cells have no 'is' patterns") }
        if let binding, binding || !at(".") { return .variable(try parseName("the name of a variable").text, isConstant: binding) }
        return .expression(try withoutTrailingClosures { (parser) throws(CellError) in try parser.parseExpression() })
    }

    private mutating func parsePatternList(_ binding: Bool?) throws(CellError) -> [Pattern] {
        advance()
        var patterns: [Pattern] = []
        while !at(")") {
            if case .identifier = current.kind, token(after: 1).kind == .symbol(":") {
                advance()
                advance()
            }
            patterns.append(try parsePattern(binding: binding))
            if !accept(",") { break }
        }
        try expect(")", "after the parts of a pattern")
        return patterns
    }

    /// Whether `let` or `var` stands in the bracket that opens at a distance.
    private func bindsInside(_ distance: Int) -> Bool {
        var distance = distance
        var depth = 0
        while true {
            switch token(after: distance).kind {
            case .symbol("("): depth += 1
            case .symbol(")"): depth -= 1
            case .keyword(.let), .keyword(.var), .identifier("_"): return true
            case .end, .invalid: return false
            default: break
            }
            distance += 1
            if depth == 0 { return false }
        }
    }

    // MARK: Types

    mutating func parseType() throws(CellError) -> TypeSyntax {
        try nested { (parser) throws(CellError) in
            let start = parser.current.range.start
            var type = try parser.parsePlainType()
            while parser.at("?") || (parser.at("!") && !parser.current.hasSpaceBefore) || parser.at("??") {
                if parser.at("??") { throw parser.unexpected("cells have no optionals of optionals") }
                parser.advance()
                if case .optional = type.kind { throw parser.error("cells have no optionals of optionals", parser.range(from: start)) }
                type = TypeSyntax(kind: .optional(type), range: parser.range(from: start))
            }
            return type
        }
    }

    private mutating func parsePlainType() throws(CellError) -> TypeSyntax {
        let start = current.range.start
        if case .directive(let word) = current.kind, word.hasPrefix("@") { advance() }
        if accept("[") {
            let element = try parseType()
            let value = accept(":") ? try parseType() : nil
            try expect("]", "after a type")
            return TypeSyntax(kind: value.map { .dictionary(element, $0) } ?? .array(element), range: range(from: start))
        }
        if at("(") { return try parseTupleOrFunctionType() }
        _ = accept(.any) || acceptWord("some")
        let name = try parseName("a type")
        let arguments = at("<") ? try parseTypeArguments() : []
        let kind: TypeSyntax.Kind
        switch (name.text, arguments.count) {
        case ("Array", 1): kind = .array(arguments[0])
        case ("Optional", 1): kind = .optional(arguments[0])
        case ("Dictionary", 2): kind = .dictionary(arguments[0], arguments[1])
        case (_, 0), ("Range", 1), ("ClosedRange", 1): kind = .name(name.text)
        default: throw error("cells know no generic type '\(name.text)'", range(from: start))
        }
        return TypeSyntax(kind: kind, range: range(from: start))
    }

    private mutating func parseTypeArguments() throws(CellError) -> [TypeSyntax] {
        advance()
        var arguments: [TypeSyntax] = []
        repeat { arguments.append(try parseType()) } while accept(",")
        try expect(">", "after the arguments of a type")
        return arguments
    }

    private mutating func parseTupleOrFunctionType() throws(CellError) -> TypeSyntax {
        let start = advance().range.start
        var parts: [(label: String?, type: TypeSyntax)] = []
        while !at(")") {
            var label: String?
            if case .identifier(let text) = current.kind, token(after: 1).kind == .symbol(":") {
                label = text == "_" ? nil : text
                advance()
                advance()
            }
            parts.append((label, try parseType()))
            if !accept(",") { break }
        }
        try expect(")", "after a type")
        while accept(.throws) || acceptWord("async") {}
        if accept("->") {
            let result = try parseType()
            return TypeSyntax(kind: .function(parts.map(\.type), result), range: range(from: start))
        }
        if parts.count == 1, parts[0].label == nil { return parts[0].type }
        return TypeSyntax(kind: .tuple(parts), range: range(from: start))
    }
}
