extension Resolver {
    func call(_ callee: Expression, _ arguments: [Argument], _ range: SourceRange, expecting type: ValueType?) throws(CellError) -> Node {
        switch callee.kind {
        case .identifier(let text): return try call(Name(text: text, range: callee.range), arguments, range)
        case .member(let base, let name): return try methodCall(base, name, arguments, range)
        case .type(let syntax): return try construct(try self.type(syntax), arguments, range)
        case .implicitMember(let name, nil):
            return try node(Expression(.implicitMember(name, arguments), range, depth: callee.depth), expecting: type)
        default: return ValueCallNode(try node(callee), try argumentNodes(arguments, range), range)
        }
    }

    private func call(_ name: Name, _ arguments: [Argument], _ range: SourceRange) throws(CellError) -> Node {
        switch meaning(of: name.text) {
        case .native(let functions): return try nativeCall(functions, arguments, range)
        case .type(let type): return try construct(type, arguments, range)
        case .local(let variable, _):
            if case .function(let signature) = variable.role { try check(arguments, signature, range) }
        case .global(let variable):
            let known = cellNames[name.text]
            if let signature = known?.signature {
                try check(arguments, signature, range)
            } else if known == nil, variable.isDeclared, case .function(let function) = variable.value {
                if case .closure(let code, _) = function.kind { try check(arguments, code.matching, range) }
                if case .native(let functions) = function.kind { return try nativeCall(functions, arguments, range) }
            }
        case .constant: break
        case nil: throw unknownName(name)
        }
        return ValueCallNode(try identifier(name), try argumentNodes(arguments, range), range)
    }

    private func given(_ arguments: [Argument]) -> [Signature.Given] {
        arguments.map { Signature.Given(label: $0.label, range: $0.range, isTrailing: $0.isTrailing) }
    }

    private func check(_ arguments: [Argument], _ signature: Signature, _ range: SourceRange) throws(CellError) {
        _ = try signature.match(given(arguments), callRange: range)
    }

    /// Arguments of a call whose function is known only when it runs.
    private func argumentNodes(_ arguments: [Argument], _ range: SourceRange, types: [ValueType?] = []) throws(CellError) -> ArgumentNodes {
        let given = given(arguments)
        var nodes: [(given: Signature.Given, node: Node)] = []
        for (index, argument) in arguments.enumerated() {
            let type = index < types.count ? types[index] : nil
            if case .closure(let syntax) = argument.value.kind, arguments.contains(where: { $0.label?.text == "into" }) {
                nodes.append((given[index], ClosureNode(try resolve(function: syntax, changesFirst: true), argument.value.range)))
            } else {
                nodes.append((given[index], try node(argument.value, expecting: type)))
            }
        }
        return ArgumentNodes(nodes, callRange: range)
    }

    /// A call of declared functions: labels are checked now, and so are constant arguments.
    private func nativeCall(_ functions: [NativeFunction], _ arguments: [Argument], _ range: SourceRange) throws(CellError) -> Node {
        let given = given(arguments)
        var failure: CellError?
        var fitting: [(function: NativeFunction, places: [Int])] = []
        for function in functions {
            do { fitting.append((function, try function.matching.match(given, callRange: range))) } catch { failure = failure ?? error }
        }
        guard let first = fitting.first else { throw failure ?? CellError(.name, "there is no such function", at: range) }
        let types = fitting.count == 1 ? first.places.map { first.function.parameters[$0].type } : []
        let nodes = try argumentNodes(arguments, range, types: types)
        if fitting.count == 1 { try checkConstants(nodes, first.function, first.places) }
        return NativeCallNode(fitting.map(\.function), nodes, range)
    }

    private func checkConstants(_ arguments: ArgumentNodes, _ function: NativeFunction, _ places: [Int]) throws(CellError) {
        for (index, node) in arguments.nodes.enumerated() {
            guard let constant = node as? ConstantNode else { continue }
            do { _ = try function.parameters[places[index]].checked(constant.value, of: function.name) } catch {
                throw error.located(node.range)
            }
        }
    }

    /// `Int(…)`, `[Int]()`, `[Double](repeating: 0, count: 3)`, ….
    private func construct(_ type: ValueType, _ arguments: [Argument], _ range: SourceRange) throws(CellError) -> Node {
        let name: String
        switch type {
        case .array: name = "Array"
        case .dictionary: name = "Dictionary"
        default: name = type.description
        }
        if arguments.isEmpty {
            switch type {
            case .array, .dictionary: return ConversionNode(type, nil, range)
            default: break
            }
        }
        guard let functions = library.functions["\(name).init"] else {
            throw CellError(.type, "values of type \(type) are not made by a call", at: range)
        }
        let call = try nativeCall(functions, arguments, range)
        switch type {
        case .array(let element) where element != .any: return ConversionNode(type, call, range)
        case .dictionary(let key, _) where key != .any: return ConversionNode(type, call, range)
        default: return call
        }
    }

    /// The functions that make values of the type that an expression names.
    func initializers(_ base: Expression) throws(CellError) -> [NativeFunction]? {
        guard case .identifier(let text) = base.kind, case .type(let type)? = meaning(of: text) else { return nil }
        return library.functions["\(type).init"] ?? library.functions["\(text).init"]
    }

    private func methodCall(_ base: Expression, _ name: Name, _ arguments: [Argument], _ range: SourceRange) throws(CellError) -> Node {
        if name.text == "init", try initializers(base) != nil { return try call(base, arguments, range, expecting: nil) }
        if case .identifier(let text) = base.kind, case .type(let type)? = meaning(of: text) {
            if let functions = library.functions["\(type).\(name.text)"] { return try nativeCall(functions, arguments, range) }
            if case .enumeration = type {
                return CoercionNode(
                    try node(Expression(.implicitMember(name, arguments), range, depth: base.depth), expecting: type), to: type,
                    role: "the value")
            }
        }
        if MemberTable.mutatingNames.contains(name.text), let path = try mutablePath(base) {
            return MutatingCallNode(path, name, try argumentNodes(arguments, range), range)
        }
        return MethodCallNode(try node(base), name, try argumentNodes(arguments, range), range)
    }
}
