extension Expression {
    /// The expressions right below this one, those in closures and statements aside.
    private var parts: [Expression] {
        switch kind {
        case .string(let parts): parts.compactMap { if case .interpolation(let value) = $0 { value } else { nil } }
        case .implicitMember(_, let arguments): (arguments ?? []).map(\.value)
        case .array(let elements): elements
        case .dictionary(let pairs): pairs.flatMap { [$0.key, $0.value] }
        case .tuple(let elements): elements.map(\.value)
        case .parenthesized(let inner), .unary(_, let inner), .member(let inner, _), .forceUnwrap(let inner), .chainLink(let inner),
            .optionalChain(let inner):
            [inner]
        case .binary(_, _, let left, let right): [left, right]
        case .ternary(let condition, let then, let otherwise): [condition, then, otherwise]
        case .partialRange(let lower, _, let upper): [lower, upper].compactMap(\.self)
        case .call(let callee, let arguments), .element(let callee, let arguments): [callee] + arguments.map(\.value)
        case .integer, .double, .bool, .nilLiteral, .identifier, .implicitParameter, .closure, .operatorFunction, .type, .conditional, .choice,
            .tryOptional:
            []
        }
    }

    /// The statements inside the expression that are no closure's.
    private var statements: [Statement] {
        switch kind {
        case .conditional(let clauses, let otherwise): clauses.flatMap(\.body) + (otherwise ?? [])
        case .choice(let choice): choice.cases.flatMap(\.body)
        default: []
        }
    }

    /// The closures in the expression, the outermost ones.
    var closures: [FunctionSyntax] {
        if case .closure(let function) = kind { return [function] }
        return parts.flatMap(\.closures)
    }

    /// Whether one of these functions or methods is called in the expression, its closures included: what takes them throws what they throw.
    func calls(_ names: Set<String>) -> Bool {
        switch kind {
        case .call(let callee, _):
            if let name = callee.name, names.contains(name) { return true }
        case .closure(let function): return function.body.contains { $0.calls(names) }
        default: break
        }
        return parts.contains { $0.calls(names) } || statements.contains { $0.calls(names) }
    }
}

extension Statement {
    /// Whether one of these functions is called in the statement. What a `do` catches does not leave it.
    func calls(_ names: Set<String>) -> Bool {
        func any(_ statements: [Statement]) -> Bool { statements.contains { $0.calls(names) } }
        func any(_ conditions: [Condition]) -> Bool {
            conditions.contains { condition in
                switch condition {
                case .expression(let value), .binding(_, _, _, let value), .pattern(_, let value): value.calls(names)
                }
            }
        }
        switch kind {
        case .expression(let value), .assignment(_, _, let value): return value.calls(names)
        case .variables(_, let bindings): return bindings.contains { $0.value?.calls(names) == true }
        case .conditional(let clauses, let otherwise): return clauses.contains { any($0.conditions) || any($0.body) } || any(otherwise ?? [])
        case .guarded(let conditions, let otherwise): return any(conditions) || any(otherwise)
        case .forIn(let loop): return loop.sequence.calls(names) || loop.filter?.calls(names) == true || any(loop.body)
        case .whileLoop(_, let conditions, let body): return any(conditions) || any(body)
        case .repeatLoop(_, let body, let condition): return any(body) || condition.calls(names)
        case .choice(let choice): return choice.subject.calls(names) || choice.cases.contains { any($0.body) }
        case .returned(let value): return value?.calls(names) == true
        case .attempt(let body, let catches): return catches.isEmpty && any(body) || catches.contains { any($0.body) }
        case .deferred(let body): return any(body)
        case .thrown: return true
        case .function, .broken, .continued, .fallsThrough, .imported: return false
        }
    }
}
