extension Resolver {
    /// A function type that a closure is to have.
    typealias FunctionType = (parameters: [ValueType], result: ValueType)

    /// The program of a function or closure. A closure takes the types that it does not write from the expected one; `changesFirst` lets it change
    /// its first parameter, as in `reduce(into:)`.
    func resolve(function syntax: FunctionSyntax, expecting: FunctionType? = nil, changesFirst: Bool = false) throws(CellError)
        -> FunctionCode
    {
        let expected = syntax.name == nil ? expecting : nil
        var result = try syntax.result.map { (type) throws(CellError) in try self.type(type) }
        if result == nil, let wanted = expected?.result, wanted != .nothing, wanted != .any { result = wanted }
        let isImplicit = syntax.name == nil && !syntax.hasParameterList
        let code = FunctionCode(
            name: syntax.name?.text, source: source, documentation: syntax.documentation, result: result, isImplicit: isImplicit)
        let outer = function
        function = FunctionScope(parent: outer, capturedNames: syntax.capturedNames)
        enclosingResult.append(result)
        defer {
            function = outer
            enclosingResult.removeLast()
        }
        let types = expected?.parameters ?? []
        code.setParameters(
            isImplicit
                ? implicitParameters(syntax, types, changesFirst: changesFirst) : try parameters(syntax, types, changesFirst: changesFirst))
        code.body = try inBlock { () throws(CellError) in try openBlock(syntax.body, givesValue: givesValue(syntax, result: result)) }
        code.slotCount = function.slotCount
        code.boxCount = function.boxCount
        code.captureSources = function.captureSources
        return code
    }

    /// Whether a body of one expression gives its value: closures, functions with `->`, and those that leave types out.
    private func givesValue(_ syntax: FunctionSyntax, result: ValueType?) -> Bool {
        if syntax.name == nil { return true }
        if let result { return result != .nothing }
        return syntax.parameters.contains { $0.type == nil }
    }

    private func implicitParameters(_ syntax: FunctionSyntax, _ types: [ValueType], changesFirst: Bool) -> [FunctionCode.ParameterCode] {
        let types = types.count >= syntax.implicitParameterCount ? types : []
        return (0..<syntax.implicitParameterCount).map { index in
            let variable = function.declare("$\(index)", role: index == 0 && changesFirst ? .variable : .parameter)
            return FunctionCode.ParameterCode(
                name: "$\(index)", label: nil, type: types.isEmpty ? nil : types[index], isVariadic: false, reference: variable.reference,
                defaultValue: nil, defaultSource: nil)
        }
    }

    private func parameters(
        _ syntax: FunctionSyntax, _ types: [ValueType], changesFirst: Bool
    ) throws(CellError) -> [FunctionCode.ParameterCode] {
        let types = types.count == syntax.parameters.count ? types : []
        var result: [FunctionCode.ParameterCode] = []
        for (index, parameter) in syntax.parameters.enumerated() {
            var type = try parameter.type.map { (type) throws(CellError) in try self.type(type) }
            if type == nil, !types.isEmpty, types[index] != .any { type = types[index] }
            var value = try parameter.defaultValue.map { (value) throws(CellError) in try node(value, expecting: type) }
            if let type, let node = value { value = coerced(node, to: type, role: "the default of '\(parameter.name.text)'") }
            let name = parameter.name
            if name.text != "_", function.blocks[0][name.text] != nil {
                throw CellError(.name, "two parameters are called '\(name.text)'", at: name.range)
            }
            let role: LocalVariable.Role = index == 0 && changesFirst ? .variable : .parameter
            let variable = function.declare(name.text, role: role, type: parameter.isVariadic ? type.map { .array($0) } : type)
            result.append(
                FunctionCode.ParameterCode(
                    name: name.text, label: parameter.label, type: type, isVariadic: parameter.isVariadic, reference: variable.reference,
                    defaultValue: value,
                    defaultSource: parameter.defaultValue.map { source.slice($0.range) }))
        }
        return result
    }
}
