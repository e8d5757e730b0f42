extension Resolver {
    func conditional(
        _ clauses: [ConditionalClause], otherwise: [Statement]?, _ range: SourceRange, givesValue: Bool
    ) throws(CellError) -> StatementNode {
        var nodes: [(conditions: [ConditionNode], body: BlockNode)] = []
        for clause in clauses {
            nodes.append(
                try inBlock { () throws(CellError) in
                    let conditions = try self.conditions(clause.conditions)
                    return (conditions, try block(clause.body, givesValue: givesValue))
                })
        }
        let last = try otherwise.map { (body) throws(CellError) in try block(body, givesValue: givesValue) }
        return IfNode(nodes, otherwise: last, range)
    }

    func conditions(_ conditions: [Condition]) throws(CellError) -> [ConditionNode] {
        var nodes: [ConditionNode] = []
        for condition in conditions {
            switch condition {
            case .expression(let value): nodes.append(.isTrue(try node(value)))
            case .binding(let isConstant, let name, let type, let value):
                let type = try type.map { (type) throws(CellError) in try self.type(type) }
                let node = try node(value)
                let pattern = Pattern(kind: .variable(name.text, isConstant: isConstant), range: name.range)
                nodes.append(.unwraps(node, try target(pattern, isConstant: isConstant), type))
            case .pattern(let pattern, let value):
                let node = try node(value)
                nodes.append(.matches(try self.pattern(pattern), node))
            }
        }
        return nodes
    }

    /// The names that `guard let` binds belong to the block around it. At the top level of a cell a new one of the session is made.
    func guarded(_ conditions: [Condition], _ otherwise: [Statement], _ range: SourceRange) throws(CellError) -> StatementNode {
        if isTopLevel { throw CellError(.syntax, "'guard' belongs into a function or loop; write 'if' at the top of a cell", at: range) }
        let body = try block(otherwise)
        return GuardNode(try self.conditions(conditions), otherwise: body, range)
    }

    func pattern(_ pattern: Pattern) throws(CellError) -> PatternNode {
        switch pattern.kind {
        case .wildcard: return .anything
        case .variable(let name, let isConstant):
            // The patterns of one case share their variables.
            if let known = function.blocks[function.blocks.count - 1][name] {
                return .binding(
                    .variable(
                        BindingTarget.BoundVariable(name: name, reference: known.reference, isConstant: isConstant, range: pattern.range)))
            }
            return .binding(try target(pattern, isConstant: isConstant))
        case .expression(let value): return .value(try node(value))
        case .some(let inner): return .some(try self.pattern(inner))
        case .tuple(let parts):
            let patterns = try self.patterns(parts)
            return patterns.count == 1 ? patterns[0] : .tuple(patterns)
        case .enumerationCase(let name, let parts): return .enumerationCase(name, try patterns(parts))
        }
    }

    private func patterns(_ parts: [Pattern]) throws(CellError) -> [PatternNode] {
        var patterns: [PatternNode] = []
        for part in parts { patterns.append(try pattern(part)) }
        return patterns
    }

    // MARK: Loops

    func loop(_ statement: Statement) throws(CellError) -> StatementNode {
        let range = statement.range
        switch statement.kind {
        case .forIn(let syntax): return try forLoop(syntax, range)
        case .whileLoop(let label, let conditions, let body):
            return try inBlock { () throws(CellError) in
                let conditions = try self.conditions(conditions)
                let (number, body) = try inLoop(label) { () throws(CellError) in try block(body) }
                return WhileNode(number: number, conditions, body, range)
            }
        case .repeatLoop(let label, let body, let condition):
            let (number, body) = try inLoop(label) { () throws(CellError) in try block(body) }
            return RepeatNode(number: number, body, try node(condition), range)
        case .choice(let syntax): return try choice(syntax, givesValue: false)
        case .broken(let label): return JumpNode(.broken(try target(of: "break", label, range).number), range)
        case .continued(let label): return JumpNode(.continued(try target(of: "continue", label, range).number), range)
        default: return StatementNode(range)
        }
    }

    private func inLoop<Result>(
        _ label: String?, isLoop: Bool = true, _ body: () throws(CellError) -> Result
    ) throws(CellError) -> (number: Int, Result) {
        loopCount += 1
        let number = loopCount
        function.loops.append(FunctionScope.Loop(number: number, label: label, isLoop: isLoop))
        defer { function.loops.removeLast() }
        return (number, try body())
    }

    private func target(of word: String, _ label: Name?, _ range: SourceRange) throws(CellError) -> FunctionScope.Loop {
        let candidates = function.loops.reversed().filter { word == "break" || $0.isLoop }
        if let label {
            if let loop = candidates.first(where: { $0.label == label.text }) { return loop }
            throw CellError(.name, "there is no loop labelled '\(label.text)' around this", at: label.range)
        }
        guard let loop = candidates.first else { throw CellError(.syntax, "'\(word)' stands outside a loop", at: range) }
        return loop
    }

    private func forLoop(_ syntax: ForSyntax, _ range: SourceRange) throws(CellError) -> StatementNode {
        let sequence = try node(syntax.sequence)
        return try inBlock { () throws(CellError) in
            let target = try target(syntax.pattern, isConstant: true, role: .loopVariable)
            let filter = try syntax.filter.map { (filter) throws(CellError) in try node(filter) }
            let (number, body) = try inLoop(syntax.label) { () throws(CellError) in try block(syntax.body) }
            return ForNode(number: number, target, in: sequence, filter: filter, body, range)
        }
    }

    func choice(_ syntax: SwitchSyntax, givesValue: Bool) throws(CellError) -> StatementNode {
        let subject = try node(syntax.subject)
        let (number, cases) = try inLoop(syntax.label, isLoop: false) { () throws(CellError) in
            var cases: [SwitchNode.Case] = []
            for candidate in syntax.cases { cases.append(try self.switchCase(candidate, givesValue: givesValue)) }
            return cases
        }
        return SwitchNode(number: number, subject, cases, syntax.range)
    }

    private func switchCase(_ syntax: SwitchCase, givesValue: Bool) throws(CellError) -> SwitchNode.Case {
        if syntax.body.isEmpty, let pattern = syntax.patterns.first?.pattern {
            throw CellError(.syntax, "a case needs at least one statement; write 'break' for none", at: pattern.range)
        }
        return try inBlock { () throws(CellError) in
            var patterns: [(pattern: PatternNode, filter: Node?)] = []
            for (pattern, filter) in syntax.patterns {
                let node = try self.pattern(pattern)
                patterns.append((node, try filter.map { (filter) throws(CellError) in try self.node(filter) }))
            }
            return SwitchNode.Case(patterns: patterns, body: try block(syntax.body, givesValue: givesValue))
        }
    }
}
