extension Cursor {
    /// A closure whose brace is open at the cursor.
    struct OpenClosure {
        /// What the function is a method of that takes the closure, such as `xs` in `xs.map { `.
        let receiver: Expression
        let function: String
        /// The names before `in`.
        let names: [String]
    }

    /// The open closures that a method takes, the innermost first.
    func closures(in source: SourceText) -> [OpenClosure] {
        var found: [OpenClosure] = []
        var depth = 0
        for index in tokens.indices.reversed() {
            switch tokens[index].kind {
            case .symbol("}"), .symbol(")"), .symbol("]"): depth += 1
            case .symbol("("), .symbol("["): depth = max(depth - 1, 0)
            case .symbol("{") where depth == 0:
                if let closure = closure(at: index, source) { found.append(closure) }
            case .symbol("{"): depth -= 1
            default: break
            }
        }
        return found
    }

    private func closure(at brace: Int, _ source: SourceText) -> OpenClosure? {
        // `xs.map {`, `xs.reduce(0) {` or `xs.map({`
        let last = brace > 1 && tokens[brace - 1].kind == .symbol("(") ? brace - 2 : brace - 1
        guard last >= 0, let start = Self.chainStart(last, tokens),
            let value = Self.parsed(source.slice(SourceRange(tokens[start].range.start, tokens[last].range.end)))
        else { return nil }
        let callee = if case .call(let callee, _) = value.kind { callee } else { value }
        guard case .member(let receiver, let name) = callee.kind else { return nil }
        return OpenClosure(receiver: receiver, function: name.text, names: names(after: brace))
    }

    /// `a, b` of `{ a, b in` and of `{ (a, b) in`.
    private func names(after brace: Int) -> [String] {
        var names: [String] = []
        for token in tokens[(brace + 1)...] {
            switch token.kind {
            case .identifier(let name): names.append(name)
            case .symbol(","), .symbol("("), .symbol(")"): continue
            case .keyword(.in): return names
            default: return []
            }
        }
        return []
    }

    /// The type written before the value that begins at the cursor, as in `let s: Sampler = .`
    var annotation: String? {
        let end = tokens.count - (tokens.last?.kind == .symbol(".") ? 1 : 0)
        guard end > 2, tokens[end - 1].kind == .symbol("="), case .identifier(let name) = tokens[end - 2].kind, tokens[end - 3].kind == .symbol(":")
        else { return nil }
        return name
    }

    /// The expression that ends right before the cursor with a bracket, such as `xs[0]`.
    func expressionBefore(in source: SourceText) -> Expression? {
        guard word.isEmpty, let last = tokens.last, last.kind == .symbol("]") || last.kind == .symbol(")"), last.range.end == wordRange.start,
            let start = Self.chainStart(tokens.count - 1, tokens)
        else { return nil }
        return Self.parsed(source.slice(SourceRange(tokens[start].range.start, last.range.end)))
    }
}
