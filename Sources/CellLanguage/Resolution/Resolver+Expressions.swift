extension Resolver {
    /// The program of an expression. Literals and implicit members take the type that is expected.
    func node(_ expression: Expression, expecting type: ValueType? = nil) throws(CellError) -> Node {
        let range = expression.range
        if let literal = try literal(expression, expecting: type) { return literal }
        switch expression.kind {
        case .integer(let value): return ConstantNode(.int(value), range)
        case .double(let value): return ConstantNode(.double(value), range)
        case .bool(let value): return ConstantNode(.bool(value), range)
        case .nilLiteral: return ConstantNode(.nil, range)
        case .string(let parts): return try string(parts, range)
        case .identifier(let name): return try identifier(Name(text: name, range: range))
        case .implicitParameter(let index): return try implicitParameter(index, range)
        case .implicitMember(let name, let arguments): return try implicitMember(name, arguments, range, expecting: type)
        case .array(let elements): return try array(elements, range, expecting: type)
        case .dictionary(let pairs): return try dictionary(pairs, range, expecting: type)
        case .tuple(let elements): return try tuple(elements, range, expecting: type)
        case .parenthesized(let inner): return try node(inner, expecting: type)
        case .unary(let symbol, let operand): return PrefixNode(symbol, try node(operand, expecting: type), range)
        case .binary(let symbol, let place, let left, let right): return try binary(symbol, place, left, right, range, expecting: type)
        case .ternary(let condition, let then, let otherwise):
            return TernaryNode(try node(condition), try node(then, expecting: type), try node(otherwise, expecting: type), range)
        case .partialRange(let lower, let symbol, let upper): return try partialRange(lower, symbol, upper, range)
        default: return try access(expression, expecting: type)
        }
    }

    private func access(_ expression: Expression, expecting type: ValueType?) throws(CellError) -> Node {
        let range = expression.range
        switch expression.kind {
        case .member(let base, let name):
            if name.text == "init", let functions = try initializers(base) {
                return ConstantNode(.function(FunctionValue(functions)), range)
            }
            return MemberNode(try node(base), name, range)
        case .call(let callee, let arguments): return try call(callee, arguments, range, expecting: type)
        case .element(let base, let arguments): return try element(base, arguments, range)
        case .forceUnwrap(let value): return ForceUnwrapNode(try node(value), range)
        case .chainLink(let value): return ChainLinkNode(try node(value))
        case .optionalChain(let value): return ChainNode(try node(value))
        case .closure(let syntax): return ClosureNode(try resolve(function: syntax, expecting: type?.function), range)
        case .operatorFunction(let symbol): return ConstantNode(.function(FunctionValue(.operator(symbol))), range)
        case .type(let syntax): return ConstantNode(.type(try self.type(syntax)), range)
        case .conditional(let clauses, let otherwise):
            guard Self.giveValues(clauses, otherwise) else { throw noValue(range) }
            return StatementValueNode(
                try expectingBranches(type) { () throws(CellError) in
                    try conditional(clauses, otherwise: otherwise, range, givesValue: true)
                }, range)
        case .choice(let syntax):
            guard Self.giveValues(syntax) else { throw noValue(range) }
            return StatementValueNode(try expectingBranches(type) { () throws(CellError) in try choice(syntax, givesValue: true) }, range)
        case .tryOptional(let value): return TryOptionalNode(try node(value), range)
        default: return Node(range)
        }
    }

    private func noValue(_ range: SourceRange) -> CellError {
        CellError(.syntax, "every branch must be a single value where 'if' or 'switch' gives one", at: range)
    }

    private func expectingBranches(_ type: ValueType?, _ body: () throws(CellError) -> StatementNode) throws(CellError) -> StatementNode {
        enclosingResult.append(type)
        defer { enclosingResult.removeLast() }
        return try body()
    }

    // MARK: Literals

    /// An arithmetic expression of number literals, as Swift types it: Double where one is expected or one of them is, else Int.
    private func literal(_ expression: Expression, expecting type: ValueType?) throws(CellError) -> Node? {
        guard let double = Self.literalValue(expression) else { return nil }
        if type?.unwrapped == .double || Self.hasDouble(expression) { return ConstantNode(.double(double), expression.range) }
        let int = try integerNode(expression)
        if let constant = int as? ConstantNode, let value = constant.value.asInt, Double(value) == double { return constant }
        return LiteralNode(int: int, double: double)
    }

    private static func literalValue(_ expression: Expression) -> Double? {
        switch expression.kind {
        case .integer(let value): return Double(value)
        case .double(let value): return value
        case .parenthesized(let inner): return literalValue(inner)
        case .unary("-", let operand): return literalValue(operand).map { -$0 }
        case .binary(let symbol, _, let left, let right):
            guard ["+", "-", "*", "/"].contains(symbol), let a = literalValue(left), let b = literalValue(right) else { return nil }
            return switch symbol {
            case "+": a + b
            case "-": a - b
            case "*": a * b
            default: a / b
            }
        default: return nil
        }
    }

    private static func hasDouble(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .double: true
        case .parenthesized(let inner), .unary(_, let inner): hasDouble(inner)
        case .binary(_, _, let left, let right): hasDouble(left) || hasDouble(right)
        default: false
        }
    }

    /// Int arithmetic of literals; what overflows is left to fail when it runs.
    private func integerNode(_ expression: Expression) throws(CellError) -> Node {
        switch expression.kind {
        case .integer(let value): return ConstantNode(.int(value), expression.range)
        case .parenthesized(let inner): return try integerNode(inner)
        case .unary(let symbol, let operand):
            let operand = try integerNode(operand)
            if let constant = operand as? ConstantNode, let value = try? constant.value.applying(prefix: symbol) {
                return ConstantNode(value, expression.range)
            }
            return PrefixNode(symbol, operand, expression.range)
        case .binary(let symbol, let place, let left, let right):
            let (left, right) = (try integerNode(left), try integerNode(right))
            let operation = Operator(rawValue: symbol) ?? .add
            if let a = left as? ConstantNode, let b = right as? ConstantNode, let value = try? operation.apply(a.value, b.value) {
                return ConstantNode(value, expression.range)
            }
            return BinaryNode(operation, left, right, at: place, expression.range)
        default: return try node(expression)
        }
    }

    private func string(_ parts: [StringPart], _ range: SourceRange) throws(CellError) -> Node {
        if parts.isEmpty { return ConstantNode(.string(""), range) }
        if parts.count == 1, case .text(let text) = parts[0] { return ConstantNode(.string(text), range) }
        var nodes: [StringNode.Part] = []
        for part in parts {
            switch part {
            case .text(let text): nodes.append(.text(text))
            case .interpolation(let value): nodes.append(.value(try node(value)))
            }
        }
        return StringNode(nodes, range)
    }

    private func array(_ elements: [Expression], _ range: SourceRange, expecting type: ValueType?) throws(CellError) -> Node {
        let wanted = type?.elementOfList
        var nodes: [Node] = []
        for element in elements { nodes.append(try node(element, expecting: wanted)) }
        return ArrayNode(nodes, range)
    }

    private func dictionary(_ pairs: [(key: Expression, value: Expression)], _ range: SourceRange, expecting type: ValueType?)
        throws(CellError) -> Node
    {
        var wanted: (ValueType?, ValueType?) = (nil, nil)
        if case .dictionary(let key, let value)? = type?.unwrapped { wanted = (key, value) }
        var nodes: [(key: Node, value: Node)] = []
        for pair in pairs { nodes.append((try node(pair.key, expecting: wanted.0), try node(pair.value, expecting: wanted.1))) }
        return DictionaryNode(nodes, range)
    }

    private func tuple(_ elements: [(label: String?, value: Expression)], _ range: SourceRange, expecting type: ValueType?)
        throws(CellError) -> Node
    {
        var wanted: [ValueType.TupleElement] = []
        if case .tuple(let types)? = type?.unwrapped, types.count == elements.count { wanted = types }
        var nodes: [Node] = []
        for (index, element) in elements.enumerated() {
            nodes.append(try node(element.value, expecting: index < wanted.count ? wanted[index].type : nil))
        }
        return TupleNode(nodes, labels: elements.map(\.label), range)
    }

    /// A case of the expected enumeration, or a value that a parameter will resolve later.
    private func implicitMember(
        _ name: Name, _ arguments: [Argument]?, _ range: SourceRange, expecting type: ValueType?
    ) throws(CellError) -> Node {
        let declaration = type?.enumeration?.caseNamed(name.text)
        if let enumeration = type?.enumeration, declaration == nil {
            throw CellError(.argument, enumeration.mismatch(EnumerationValue(name.text)), at: name.range)
        }
        var values: [(label: String?, value: Node)] = []
        for argument in arguments ?? [] {
            let parameter = declaration?.parameters.first { $0.label == argument.label?.text }
            values.append((argument.label?.text, try node(argument.value, expecting: parameter?.type)))
        }
        let member = ImplicitMemberNode(name.text, values, range)
        guard let enumeration = type?.enumeration, values.allSatisfy({ $0.value is ConstantNode }) else { return member }
        let value = EnumerationValue(name.text, arguments: values.map { ($0.label, ($0.value as? ConstantNode)?.value ?? .nil) })
        guard let resolved = enumeration.resolved(value) else { throw CellError(.argument, enumeration.mismatch(value), at: range) }
        return ConstantNode(.enumeration(resolved), range)
    }

    // MARK: Names and operators

    func identifier(_ name: Name) throws(CellError) -> Node {
        switch meaning(of: name.text) {
        case .local(let variable, let reference):
            let uncertain = variable.isDeferred || { if case .function = variable.role { true } else { false } }()
            if case .slot(let index) = reference, !uncertain { return SlotNode(index, name.range) }
            return VariableNode(reference, uncertainName: uncertain ? name.text : nil, name.range)
        case .global(let variable): return GlobalNode(variable, name.range)
        case .native(let functions): return ConstantNode(.function(FunctionValue(functions)), name.range)
        case .type(let type): return ConstantNode(.type(type), name.range)
        case .constant(let value): return ConstantNode(value, name.range)
        case nil: throw unknownName(name)
        }
    }

    private func implicitParameter(_ index: Int, _ range: SourceRange) throws(CellError) -> Node {
        guard let variable = function.blocks[0]["$\(index)"] else {
            throw CellError(.syntax, "'$\(index)' stands only in closures that name no parameters", at: range)
        }
        if case .slot(let slot) = variable.reference { return SlotNode(slot, range) }
        return VariableNode(variable.reference, uncertainName: nil, range)
    }

    private func binary(
        _ symbol: String, _ place: SourceRange, _ left: Expression, _ right: Expression, _ range: SourceRange, expecting type: ValueType?
    ) throws(CellError) -> Node {
        let isArithmetic = ["+", "-", "*", "/", "%"].contains(symbol)
        let wanted = isArithmetic || symbol == "??" ? type : nil
        var first = try node(left, expecting: wanted)
        let second = try node(right, expecting: wanted)
        if symbol == "..." || symbol == "..<", let a = first as? LiteralNode, let b = second as? ConstantNode, case .double = b.value {
            first = ConstantNode(.double(a.double), a.range)
        }
        switch symbol {
        case "&&", "||": return LogicalNode(isAnd: symbol == "&&", first, second, range)
        case "??": return CoalescingNode(first, second, range)
        default: break
        }
        guard let operation = Operator(rawValue: symbol) else { throw CellError(.syntax, "there is no operator '\(symbol)'", at: place) }
        if let literal = first as? LiteralNode, !(second is LiteralNode) {
            return LiteralBinaryNode(operation, literal: literal, other: second, isLiteralLeft: true, at: place, range)
        }
        if let literal = second as? LiteralNode, !(first is LiteralNode) {
            return LiteralBinaryNode(operation, literal: literal, other: first, isLiteralLeft: false, at: place, range)
        }
        return BinaryNode(operation, first, second, at: place, range)
    }

    private func partialRange(_ lower: Expression?, _ symbol: String, _ upper: Expression?, _ range: SourceRange) throws(CellError) -> Node {
        let low = try lower.map { (value) throws(CellError) in try node(value) }
        let high = try upper.map { (value) throws(CellError) in try node(value) }
        return PartialRangeNode(low != nil ? .from : symbol == "..." ? .through : .upTo, low, high, range)
    }

    private func element(_ base: Expression, _ arguments: [Argument], _ range: SourceRange) throws(CellError) -> Node {
        let (key, fallback) = try subscriptArguments(arguments, range)
        return ElementNode(try node(base), key, fallback: fallback, range)
    }

    func subscriptArguments(_ arguments: [Argument], _ range: SourceRange) throws(CellError) -> (key: Node, fallback: Node?) {
        guard let first = arguments.first, first.label == nil, arguments.count <= 2 else {
            throw CellError(.argument, "a subscript takes one key or index, and for dictionaries 'default:'", at: range)
        }
        guard arguments.count == 2 else { return (try node(first.value), nil) }
        guard arguments[1].label?.text == "default" else {
            throw CellError(.argument, "the second argument of a subscript is 'default:'", at: arguments[1].range)
        }
        return (try node(first.value), try node(arguments[1].value))
    }
}

extension ValueType {
    /// The type that the elements of a list given here have.
    var elementOfList: ValueType? {
        switch self {
        case .array(let element), .oneOrMany(let element): element
        case .optional(let type): type.elementOfList
        case .oneOf(let types): types.lazy.compactMap(\.elementOfList).first
        default: nil
        }
    }
}
