extension Resolver {
    /// The program of a function or closure. `changesFirst` lets it change its first parameter, as in `reduce(into:)`.
    func resolve(function syntax: FunctionSyntax, changesFirst: Bool = false) throws(CellError) -> FunctionCode {
        let result = try syntax.result.map { (type) throws(CellError) in try self.type(type) }
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
        code.setParameters(isImplicit ? implicitParameters(syntax, changesFirst: changesFirst) : try parameters(syntax, changesFirst: changesFirst))
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

    private func implicitParameters(_ syntax: FunctionSyntax, changesFirst: Bool) -> [FunctionCode.ParameterCode] {
        let count = max(syntax.implicitParameterCount, 0)
        return (0..<count).map { index in
            let variable = function.declare("$\(index)", role: index == 0 && changesFirst ? .variable : .parameter)
            return FunctionCode.ParameterCode(
                name: "$\(index)", label: nil, type: nil, isVariadic: false, reference: variable.reference, defaultValue: nil, defaultSource: nil)
        }
    }

    private func parameters(_ syntax: FunctionSyntax, changesFirst: Bool) throws(CellError) -> [FunctionCode.ParameterCode] {
        var result: [FunctionCode.ParameterCode] = []
        for (index, parameter) in syntax.parameters.enumerated() {
            let type = try parameter.type.map { (type) throws(CellError) in try self.type(type) }
            var value = try parameter.defaultValue.map { (value) throws(CellError) in try node(value, expecting: type) }
            if let type, let node = value { value = coerced(node, to: type, role: "the default of '\(parameter.name.text)'") }
            let name = parameter.name
            if name.text != "_", function.blocks[0][name.text] != nil { throw CellError(.name, "two parameters are called '\(name.text)'", at: name.range) }
            let role: LocalVariable.Role = index == 0 && changesFirst ? .variable : .parameter
            let variable = function.declare(name.text, role: role, type: parameter.isVariadic ? type.map { .array($0) } : type)
            result.append(
                FunctionCode.ParameterCode(
                    name: name.text, label: parameter.label, type: type, isVariadic: parameter.isVariadic, reference: variable.reference, defaultValue: value,
                    defaultSource: parameter.defaultValue.map { source.slice($0.range) }))
        }
        return result
    }
}
