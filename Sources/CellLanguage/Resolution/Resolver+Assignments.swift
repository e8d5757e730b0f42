extension Resolver {
    func assignment(to target: Expression, _ operation: Name?, _ value: Expression, _ range: SourceRange) throws(CellError) -> StatementNode {
        if operation == nil, case .identifier("_") = target.kind { return ExpressionStatement(try node(value), range) }
        if operation == nil, case .tuple(let parts) = target.kind {
            var paths: [AssignmentPath?] = []
            for part in parts {
                if case .identifier("_") = part.value.kind { paths.append(nil) } else { paths.append(try path(part.value)) }
            }
            return TupleAssignmentNode(paths, try node(value), range)
        }
        let path = try path(target)
        guard let operation else {
            return AssignmentNode(path, try node(value, expecting: expectedType(path)), callRange: Self.callRange(value), range)
        }
        guard let symbol = Operator(rawValue: operation.text) else {
            throw CellError(.syntax, "there is no operator '\(operation.text)='", at: operation.range)
        }
        return CompoundAssignmentNode(path, symbol, try node(value, expecting: expectedType(path)), at: operation.range, range)
    }

    /// The type of a variable as far as it is known before the cell runs.
    private func expectedType(_ path: AssignmentPath) -> ValueType? {
        guard path.steps.isEmpty else { return nil }
        if case .global(let variable) = path.reference { return cellNames[path.name] == nil ? variable.declaredType : nil }
        return function.find(path.name)?.variable.type
    }

    /// What an expression names as a place that can be changed.
    func path(_ target: Expression) throws(CellError) -> AssignmentPath {
        var steps: [AssignmentPath.Step] = []
        let root = try root(of: target, steps: &steps)
        guard let name = root else {
            throw CellError(.syntax, "this can't be assigned to; left of '=' stands a variable, an element or a member", at: target.range)
        }
        return try path(name, steps, target.range)
    }

    /// The variable at the beginning of a chain; `nil` where the chain begins with something else.
    private func root(of expression: Expression, steps: inout [AssignmentPath.Step]) throws(CellError) -> Name? {
        switch expression.kind {
        case .identifier(let text): return Name(text: text, range: expression.range)
        case .implicitParameter(let index): return Name(text: "$\(index)", range: expression.range)
        case .parenthesized(let inner), .optionalChain(let inner): return try root(of: inner, steps: &steps)
        case .member(let base, let name):
            let root = try root(of: base, steps: &steps)
            steps.append(.member(name))
            return root
        case .element(let base, let arguments):
            guard let root = try root(of: base, steps: &steps) else { return nil }
            let (key, fallback) = try subscriptArguments(arguments, expression.range)
            steps.append(.key(key, fallback: fallback))
            return root
        case .forceUnwrap(let base):
            let root = try root(of: base, steps: &steps)
            steps.append(.forced(expression.range))
            return root
        case .chainLink(let base):
            let root = try root(of: base, steps: &steps)
            steps.append(.optional)
            return root
        default: return nil
        }
    }

    private func path(_ name: Name, _ steps: [AssignmentPath.Step], _ range: SourceRange) throws(CellError) -> AssignmentPath {
        guard let meaning = meaning(of: name.text) else {
            let isNew = steps.isEmpty && !laterNames.contains(name.text)
            throw isNew
                ? CellError(.name, "'\(name.text)' is not declared; write 'let \(name.text) = …' or 'var \(name.text) = …'", at: name.range)
                : unknownName(name)
        }
        switch meaning {
        case .local(let variable, let reference):
            let isDeferredConstant = try checkMutable(variable, name, isWhole: steps.isEmpty)
            return AssignmentPath(
                name: name.text, reference: reference, steps: steps, declaredType: variable.type, isDeferredConstant: isDeferredConstant,
                range)
        case .global(let variable):
            try checkMutable(variable, name)
            return AssignmentPath(
                name: name.text, reference: .global(variable), steps: steps, declaredType: nil, isDeferredConstant: false, range)
        case .native, .type, .constant:
            throw CellError(
                .name, "'\(name.text)' belongs to the language and can't be changed; 'let \(name.text) = …' makes a variable of that name",
                at: name.range)
        }
    }

    private func checkMutable(_ variable: LocalVariable, _ name: Name, isWhole: Bool) throws(CellError) -> Bool {
        switch variable.role {
        case .variable: return false
        case .constant:
            if variable.isDeferred, isWhole { return true }
            throw CellError(.name, "'\(name.text)' is a 'let' constant; declare it with 'var' to change it", at: name.range)
        case .parameter: throw CellError(.name, "'\(name.text)' is a parameter and can't be changed; copy it with 'var'", at: name.range)
        case .loopVariable:
            throw CellError(.name, "'\(name.text)' belongs to its loop and can't be changed; copy it with 'var'", at: name.range)
        case .function: throw CellError(.name, "'\(name.text)' is a function and can't be changed", at: name.range)
        }
    }

    private func checkMutable(_ variable: GlobalVariable, _ name: Name) throws(CellError) {
        let known = cellNames[name.text]
        if known?.signature != nil { throw CellError(.name, "'\(name.text)' is a function and can't be changed", at: name.range) }
        let isConstant = known?.isConstant ?? (variable.isDeclared && variable.isConstant)
        let isDeferred = known?.isDeferred ?? variable.isDeferred
        if isConstant, !isDeferred {
            throw CellError(.name, "'\(name.text)' is a 'let' constant; declare it with 'var' to change it", at: name.range)
        }
    }

    /// The path of a receiver that a method may change; `nil` where the receiver is a constant or no variable at all.
    func mutablePath(_ receiver: Expression) throws(CellError) -> AssignmentPath? {
        guard let name = Self.rootName(receiver), isMutable(name) else { return nil }
        return try path(receiver)
    }

    private static func rootName(_ expression: Expression) -> Name? {
        switch expression.kind {
        case .identifier(let text): Name(text: text, range: expression.range)
        case .implicitParameter(let index): Name(text: "$\(index)", range: expression.range)
        case .parenthesized(let base), .optionalChain(let base), .member(let base, _), .element(let base, _), .forceUnwrap(let base),
            .chainLink(let base):
            rootName(base)
        default: nil
        }
    }

    private func isMutable(_ name: Name) -> Bool {
        switch meaning(of: name.text) {
        case .local(let variable, _): (try? checkMutable(variable, name, isWhole: false)) != nil
        case .global(let variable): (try? checkMutable(variable, name)) != nil
        default: false
        }
    }
}
