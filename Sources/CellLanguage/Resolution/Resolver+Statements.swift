extension Resolver {
    func statement(_ statement: Statement) throws(CellError) -> StatementNode {
        let range = statement.range
        switch statement.kind {
        case .expression(let value): return ExpressionStatement(try node(value), range)
        case .variables(let isConstant, let bindings): return try declarations(bindings, isConstant: isConstant, range)
        case .assignment(let target, let operation, let value): return try assignment(to: target, operation, value, range)
        case .function(let syntax): return try nestedFunction(syntax, range)
        case .conditional(let clauses, let otherwise): return try conditional(clauses, otherwise: otherwise, range, givesValue: false)
        case .guarded(let conditions, let otherwise): return try guarded(conditions, otherwise, range)
        case .forIn, .whileLoop, .repeatLoop, .choice, .broken, .continued: return try loop(statement)
        case .fallsThrough: return JumpNode(.fallsThrough, range)
        case .returned(let value): return try returned(value, range)
        case .attempt(let body, let catches): return try attempt(body, catches, range)
        case .thrown(let value): return ThrowNode(try node(value), range)
        case .deferred(let body): return DeferNode(try block(body), range)
        case .imported: return StatementNode(range)
        }
    }

    private func returned(_ value: Expression?, _ range: SourceRange) throws(CellError) -> StatementNode {
        let wanted = enclosingResult.last ?? nil
        return ReturnNode(try value.map { (value) throws(CellError) in try node(value, expecting: wanted) }, range)
    }

    /// Runs a part of the resolver in a block of its own.
    func inBlock<Result>(_ body: () throws(CellError) -> Result) throws(CellError) -> Result {
        function.blocks.append([:])
        defer { function.blocks.removeLast() }
        return try body()
    }

    func block(_ statements: [Statement], givesValue: Bool = false) throws(CellError) -> BlockNode {
        try inBlock { () throws(CellError) in try openBlock(statements, givesValue: givesValue) }
    }

    /// The statements of a block whose names go into the current one.
    func openBlock(_ statements: [Statement], givesValue: Bool = false) throws(CellError) -> BlockNode {
        let boxes = try hoistFunctions(statements)
        var nodes: [StatementNode] = []
        for statement in statements {
            if givesValue, statements.count == 1 {
                nodes.append(try valueStatement(statement))
            } else {
                nodes.append(try self.statement(statement))
            }
        }
        if nodes.contains(where: { $0 is DeferNode }), let first = statements.first {
            nodes = [DeferringBlockNode(nodes, first.range)]
        }
        let block = BlockNode(nodes)
        block.functionBoxes = boxes
        return block
    }

    private func hoistFunctions(_ statements: [Statement]) throws(CellError) -> [Int] {
        var boxes: [Int] = []
        for case .function(let syntax) in statements.map(\.kind) {
            guard let name = syntax.name else { continue }
            if function.blocks[function.blocks.count - 1][name.text] != nil { throw redeclaration(name) }
            let variable = function.declare(name.text, role: .function(signature(of: syntax)))
            if case .box(let index) = variable.reference { boxes.append(index) }
        }
        return boxes
    }

    /// A statement whose value is that of the block: an expression, or `if` and `switch` whose branches are.
    func valueStatement(_ statement: Statement) throws(CellError) -> StatementNode {
        let wanted = enclosingResult.last ?? nil
        switch statement.kind {
        case .expression(let value): return ReturnNode(try node(value, expecting: wanted), statement.range)
        case .conditional(let clauses, let otherwise) where Self.giveValues(clauses, otherwise):
            return try conditional(clauses, otherwise: otherwise, statement.range, givesValue: true)
        case .choice(let syntax) where Self.giveValues(syntax): return try choice(syntax, givesValue: true)
        default: return try self.statement(statement)
        }
    }

    static func giveValues(_ clauses: [ConditionalClause], _ otherwise: [Statement]?) -> Bool {
        guard let otherwise else { return false }
        return clauses.allSatisfy { givesValue($0.body) } && givesValue(otherwise)
    }

    static func giveValues(_ syntax: SwitchSyntax) -> Bool { syntax.cases.allSatisfy { givesValue($0.body) } }

    private static func givesValue(_ body: [Statement]) -> Bool {
        guard body.count == 1 else { return false }
        switch body[0].kind {
        case .expression, .thrown: return true
        case .conditional(let clauses, let otherwise): return giveValues(clauses, otherwise)
        case .choice(let syntax): return giveValues(syntax)
        default: return false
        }
    }

    // MARK: Declarations

    private func declarations(_ bindings: [VariableBinding], isConstant: Bool, _ range: SourceRange) throws(CellError) -> StatementNode {
        var nodes: [StatementNode] = []
        for binding in bindings { nodes.append(try declaration(binding, isConstant: isConstant, range)) }
        return nodes.count == 1 ? nodes[0] : SequenceNode(nodes, range)
    }

    private func declaration(_ binding: VariableBinding, isConstant: Bool, _ range: SourceRange) throws(CellError) -> StatementNode {
        let type = try binding.type.map { (type) throws(CellError) in try self.type(type) }
        guard let syntax = binding.value else {
            guard type != nil, case .variable = binding.pattern.kind else {
                throw CellError(.syntax, "a declaration needs a value or a type: 'let name = value'", at: binding.pattern.range)
            }
            return DeclarationNode(
                try target(binding.pattern, isConstant: isConstant, type: type, isDeferred: true), type: type, value: nil, callRange: nil,
                range)
        }
        var value = try node(syntax, expecting: type)
        if let type { value = coerced(value, to: type, role: "'\(source.slice(binding.pattern.range))'") }
        if type == nil, case .nilLiteral = syntax.kind {
            throw CellError(
                .type, "'nil' alone has no type; write 'var \(source.slice(binding.pattern.range)): Int? = nil'", at: syntax.range)
        }
        let target = try target(binding.pattern, isConstant: isConstant, type: type, isDeferred: false)
        return DeclarationNode(target, type: type, value: value, callRange: Self.callRange(syntax), range)
    }

    func coerced(_ value: Node, to type: ValueType, role: String) -> Node {
        if let constant = value as? ConstantNode, let value = type.coerced(constant.value) { return ConstantNode(value, constant.range) }
        return CoercionNode(value, to: type, role: role)
    }

    /// The range of the call that an expression consists of.
    static func callRange(_ expression: Expression) -> SourceRange? {
        switch expression.kind {
        case .call: expression.range
        case .parenthesized(let inner): callRange(inner)
        default: nil
        }
    }

    /// Declares the names of a pattern.
    func target(
        _ pattern: Pattern, isConstant: Bool, type: ValueType? = nil, isDeferred: Bool = false, role: LocalVariable.Role? = nil
    ) throws(CellError) -> BindingTarget {
        switch pattern.kind {
        case .wildcard: return .ignored
        case .variable(let text, _):
            let name = Name(text: text, range: pattern.range)
            let reference = try declare(name, isConstant: isConstant, type: type, isDeferred: isDeferred, role: role)
            return .variable(BindingTarget.BoundVariable(name: text, reference: reference, isConstant: isConstant, range: pattern.range))
        case .tuple(let parts):
            var targets: [BindingTarget] = []
            for part in parts { targets.append(try target(part, isConstant: isConstant, role: role)) }
            return .tuple(targets, pattern.range)
        default:
            throw CellError(.syntax, "a declaration names variables; this pattern belongs into 'switch' or 'if case'", at: pattern.range)
        }
    }

    private func declare(
        _ name: Name, isConstant: Bool, type: ValueType?, isDeferred: Bool, role: LocalVariable.Role?
    ) throws(CellError) -> VariableReference {
        if isTopLevel {
            if cellNames[name.text] != nil { throw redeclaration(name) }
            cellNames[name.text] = CellName(isConstant: isConstant, isDeferred: isDeferred)
            return .global(globals.variable(name.text))
        }
        if function.blocks[function.blocks.count - 1][name.text] != nil { throw redeclaration(name) }
        return function.declare(name.text, role: role ?? (isConstant ? .constant : .variable), type: type, isDeferred: isDeferred).reference
    }

    private func nestedFunction(_ syntax: FunctionSyntax, _ range: SourceRange) throws(CellError) -> StatementNode {
        let code = try resolve(function: syntax)
        guard let name = syntax.name, let (_, reference) = function.find(name.text) else { return StatementNode(range) }
        return FunctionDeclarationNode(ClosureNode(code, range), at: reference, range)
    }

    private func attempt(_ body: [Statement], _ catches: [CatchClause], _ range: SourceRange) throws(CellError) -> StatementNode {
        let body = try block(body)
        guard let clause = catches.first else { return AttemptNode(body, handler: nil, range) }
        return try inBlock { () throws(CellError) in
            let error = function.declare(clause.name, role: .constant)
            return AttemptNode(body, handler: (error.reference, try block(clause.body)), range)
        }
    }
}

/// Several declarations in one statement.
final class SequenceNode: StatementNode {
    private let statements: [StatementNode]

    init(_ statements: [StatementNode], _ range: SourceRange) {
        self.statements = statements
        super.init(range)
    }

    override func execute(_ frame: Frame) throws(CellError) -> Flow {
        for statement in statements { _ = try statement.execute(frame) }
        return .next
    }
}
