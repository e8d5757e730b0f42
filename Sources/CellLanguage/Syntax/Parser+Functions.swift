extension Parser {
    mutating func parseFunction() throws(CellError) -> FunctionSyntax {
        let start = advance().range.start
        if case .symbol(let symbol) = current.kind {
            throw unexpected("cells cannot declare operators; give the function '\(symbol)' a name")
        }
        let name = try parseName("the name of a function")
        if at("<") { throw unexpected("cells cannot declare generic functions; leave the types of the parameters out instead") }
        functions.append(FunctionUse())
        let parameters = try parseParameters()
        while accept(.throws) || accept(.rethrows) || acceptWord("async") {}
        let result = accept("->") ? try parseType() : nil
        if at(.where) { throw unexpected("cells cannot declare generic functions; leave 'where' out") }
        let body = try parseBlock()
        let use = closeFunction()
        self.use(name.text)
        return FunctionSyntax(
            name: name, parameters: parameters, result: result, body: body, range: range(from: start),
            documentation: documentation(before: start),
            capturedNames: use.capturedNames)
    }

    mutating func acceptWord(_ word: String) -> Bool {
        guard current.kind == .identifier(word) else { return false }
        advance()
        return true
    }

    /// Ends the innermost function: what it uses, its surroundings may have to keep for it.
    mutating func closeFunction() -> FunctionUse {
        let use = functions.removeLast()
        functions[functions.count - 1].names.formUnion(use.names)
        functions[functions.count - 1].capturedNames.formUnion(use.names)
        return use
    }

    private mutating func parseParameters() throws(CellError) -> [ParameterSyntax] {
        try expect("(", "before the parameters of a function")
        var parameters: [ParameterSyntax] = []
        while !at(")") {
            parameters.append(try parseParameter())
            if !accept(",") { break }
        }
        try expect(")", "after the parameters of a function")
        return parameters
    }

    private mutating func parseParameter() throws(CellError) -> ParameterSyntax {
        let label = try parseParameterName("the name of a parameter")
        var name = label
        if !at(":"), !at(","), !at(")"), !at("=") { name = try parseName("the name of a parameter") }
        if name.text == "_" { throw error("a parameter needs a name", name.range) }
        var type: TypeSyntax?
        var isVariadic = false
        if accept(":") {
            if at(.inout) { throw unexpected("cells have no 'inout' parameters; return the new value instead") }
            type = try parseType()
            isVariadic = accept("...")
        }
        let value = accept("=") ? try parseExpression() : nil
        return ParameterSyntax(
            label: label.text == "_" ? nil : label.text, name: name, type: type, isVariadic: isVariadic, defaultValue: value)
    }

    /// Labels may be reserved words: `for`, `in`, `where`, ….
    private mutating func parseParameterName(_ purpose: String) throws(CellError) -> Name {
        if case .keyword(let word) = current.kind, word != .let, word != .var, word != .inout {
            return Name(text: word.rawValue, range: advance().range)
        }
        return try parseName(purpose)
    }

    /// The `///` lines that stand directly over a declaration.
    private func documentation(before offset: Int) -> String {
        var lines: [String] = []
        var line = source.line(at: offset) - 1
        while line >= 0 {
            let text = source.slice(source.range(ofLine: line)).drop { $0 == " " || $0 == "\t" }
            guard text.hasPrefix("///") else { break }
            lines.insert(String(text.dropFirst(3).drop { $0 == " " }), at: 0)
            line -= 1
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Closures

    mutating func parseClosure() throws(CellError) -> Expression {
        let start = current.range.start
        var depth = 0
        let function = try nested { (parser) throws(CellError) in
            parser.advance()
            parser.functions.append(FunctionUse())
            let outer = parser.allowsTrailingClosure
            parser.allowsTrailingClosure = true
            defer { parser.allowsTrailingClosure = outer }
            let signature = try parser.parseClosureSignature()
            let body = try parser.parseStatements()
            let use = parser.closeFunction()
            depth = use.depth
            return FunctionSyntax(
                name: nil, parameters: signature?.parameters ?? [], result: signature?.result, body: body, range: parser.range(from: start),
                capturedNames: use.capturedNames, implicitParameterCount: use.implicitParameterCount, hasParameterList: signature != nil)
        }
        return try expression(.closure(function), from: start, over: [], inner: depth)
    }

    private mutating func parseClosureSignature() throws(CellError) -> (parameters: [ParameterSyntax], result: TypeSyntax?)? {
        if at("["), closesBeforeIn() {
            throw unexpected("cells have no capture lists; closures share the variables around them")
        }
        var parameters: [ParameterSyntax] = []
        if at("(") {
            guard closesBeforeIn() else { return nil }
            advance()
            while !at(")") {
                parameters.append(try parseClosureParameter(isTyped: true))
                if !accept(",") { break }
            }
            try expect(")", "after the parameters of a closure")
        } else {
            guard namesBeforeIn() else { return nil }
            repeat { parameters.append(try parseClosureParameter(isTyped: false)) } while accept(",")
        }
        while accept(.throws) || acceptWord("async") {}
        let result = accept("->") ? try parseType() : nil
        guard accept(.in) else { throw unexpected("expected 'in' after the parameters of a closure") }
        return (parameters, result)
    }

    private mutating func parseClosureParameter(isTyped: Bool) throws(CellError) -> ParameterSyntax {
        let name = try parseName("the name of a parameter")
        let type = isTyped && accept(":") ? try parseType() : nil
        return ParameterSyntax(label: nil, name: name, type: type, isVariadic: false, defaultValue: nil)
    }

    /// Whether `a, b in` or `a -> Int in` follows.
    private func namesBeforeIn() -> Bool {
        var distance = 0
        while case .identifier = token(after: distance).kind {
            switch token(after: distance + 1).kind {
            case .symbol(","): distance += 2
            case .keyword(.in), .symbol("->"), .keyword(.throws): return true
            default: return false
            }
        }
        return false
    }

    /// Whether the bracket that opens here closes right before `in`, `->` or `throws`.
    private func closesBeforeIn() -> Bool {
        var depth = 0
        var distance = 0
        while true {
            let token = token(after: distance)
            switch token.kind {
            case .symbol("("), .symbol("["), .symbol("{"): depth += 1
            case .symbol(")"), .symbol("]"), .symbol("}"): depth -= 1
            case .end, .invalid: return false
            default: break
            }
            distance += 1
            if depth == 0 { break }
        }
        let next = token(after: distance).kind
        if case .symbol("->") = next { return true }
        return next == .keyword(.in) || next == .keyword(.throws)
    }
}
