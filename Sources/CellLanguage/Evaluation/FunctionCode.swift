/// A resolved function or closure of a cell.
final class FunctionCode {
    struct ParameterCode {
        let name: String
        let label: String?
        let type: ValueType?
        let isVariadic: Bool
        let reference: VariableReference
        let defaultValue: Node?
        let defaultSource: String?
    }

    let name: String?
    let source: SourceText
    let documentation: String
    let result: ValueType?
    /// Takes `$0`, `$1`, … instead of named parameters.
    let isImplicit: Bool
    var parameters: [ParameterCode] = []
    var body = BlockNode([])
    var slotCount = 0
    var boxCount = 0
    /// The variables of the surrounding call that the function shares, in its frame.
    var captureSources: [VariableReference] = []
    var matching: Signature

    init(name: String?, source: SourceText, documentation: String, result: ValueType?, isImplicit: Bool) {
        self.name = name
        self.source = source
        self.documentation = documentation
        self.result = result
        self.isImplicit = isImplicit
        matching = Signature(name: name ?? "the closure", parts: [])
    }

    func setParameters(_ parameters: [ParameterCode]) {
        self.parameters = parameters
        matching = Signature(
            name: name ?? "the closure",
            parts: parameters.map {
                Signature.Part(
                    label: $0.label, name: $0.name, isOptional: $0.defaultValue != nil || $0.isVariadic, isVariadic: $0.isVariadic,
                    takesFunction: $0.type?.function != nil || $0.type == nil)
            })
    }

    /// Runs the function. The values are in the order of the parameters; `nil` takes the default.
    func run(_ values: [Value?], captures: [Variable], _ execution: Execution) throws(CellError) -> Value {
        try execution.enterCall()
        defer { execution.leaveCall() }
        let frame = Frame(slotCount: slotCount, boxCount: boxCount, captures: captures, execution: execution, source: source)
        do {
            for (index, parameter) in parameters.enumerated() {
                let value = index < values.count ? values[index] : nil
                frame.declare(try self.value(of: parameter, given: value, frame), at: parameter.reference)
            }
            let flow = try body.execute(frame)
            return try checkedResult(frame, returned: flow == .returned)
        } catch { throw error.located(in: source) }
    }

    /// Runs a closure that changes its first argument, as `reduce(into:)` has it. Only the closure holds the argument meanwhile, so it need not copy it.
    func update(_ first: inout Value, with second: Value, captures: [Variable], _ execution: Execution) throws(CellError) {
        try execution.enterCall()
        defer { execution.leaveCall() }
        let frame = Frame(slotCount: slotCount, boxCount: boxCount, captures: captures, execution: execution, source: source)
        guard let parameter = parameters.first else { return }
        if parameters.count > 1 { frame.declare(second, at: parameters[1].reference) }
        frame.declare(first, at: parameter.reference)
        first = .nothing
        do { _ = try body.execute(frame) } catch { throw error.located(in: source) }
        first = frame.take(parameter.reference)
    }

    private func value(of parameter: ParameterCode, given: Value?, _ frame: Frame) throws(CellError) -> Value {
        if let given { return given }
        if let value = parameter.defaultValue { return try value.evaluate(frame) }
        return parameter.isVariadic ? .array(ArrayValue([], of: parameter.type)) : .nil
    }

    private func checkedResult(_ frame: Frame, returned: Bool) throws(CellError) -> Value {
        guard let result else { return frame.returned }
        if !returned, result != .nothing, result != .any {
            throw CellError(.type, "\(matching.name) must return a value of type \(result), but ends without 'return'")
        }
        return try result.coerced(frame.returned, as: "the result of \(matching.name)")
    }

    /// A value for a parameter, checked against its type where it has one.
    func checked(_ value: Value, for index: Int) throws(CellError) -> Value {
        guard let type = parameters[index].type else { return value }
        return try type.coerced(value, as: "'\(parameters[index].label ?? parameters[index].name)' of \(matching.name)")
    }

    /// Arguments by place, as native functions give them to a closure. A single tuple may stand for several arguments.
    func spread(_ arguments: [Value]) throws(CellError) -> [Value?] {
        var arguments = arguments
        if arguments.count == 1, parameters.count > 1, case .tuple(let tuple) = arguments[0], tuple.elements.count == parameters.count {
            arguments = tuple.elements
        }
        if parameters.isEmpty { return [] }
        let required = parameters.filter { $0.defaultValue == nil }.count
        guard arguments.count >= required, isImplicit || arguments.count <= parameters.count else {
            throw CellError(
                .argument,
                "\(matching.name) takes \(parameters.count) argument\(parameters.count == 1 ? "" : "s"), but gets \(arguments.count)")
        }
        var values: [Value?] = []
        for (index, value) in arguments.prefix(parameters.count).enumerated() { values.append(try checked(value, for: index)) }
        return values
    }
}

extension FunctionValue {
    /// The type of the function, as far as it is declared.
    var type: ValueType {
        switch kind {
        case .closure(let code, _): .function(code.parameters.map { $0.type ?? .any }, code.result ?? .any)
        case .native(let functions): .function(functions.first?.parameters.map(\.type) ?? [], functions.first?.result ?? .any)
        case .operator: .function([.any, .any], .any)
        }
    }
}

extension Execution {
    /// Calls a function with arguments by place.
    func invoke(_ function: FunctionValue, _ arguments: [Value], at range: SourceRange) throws(CellError) -> Value {
        switch function.kind {
        case .closure(let code, let captures): return try code.run(code.spread(arguments), captures: captures, self)
        case .operator(let symbol): return try invoke(operator: symbol, arguments)
        case .native(let functions):
            var failure: CellError?
            for function in functions {
                do {
                    return try call(function, receiver: nil, byPlace: arguments, at: range)
                } catch { failure = failure ?? error }
            }
            throw failure ?? CellError(.name, "there is no such function", at: range)
        }
    }

    private func invoke(operator symbol: String, _ arguments: [Value]) throws(CellError) -> Value {
        var arguments = arguments
        if arguments.count == 1, case .tuple(let pair) = arguments[0] { arguments = pair.elements }
        guard arguments.count == 2 else { throw CellError(.argument, "'\(symbol)' takes two arguments, but gets \(arguments.count)") }
        if symbol == "??" { return arguments[0].isNil ? arguments[1] : arguments[0].unwrapped }
        return try (Operator(rawValue: symbol) ?? .add).apply(arguments[0], arguments[1])
    }

    /// Calls a native function with arguments by place, whatever their labels.
    private func call(_ function: NativeFunction, receiver: Value?, byPlace arguments: [Value], at range: SourceRange) throws(CellError)
        -> Value
    {
        let given = arguments.map { _ in Signature.Given(label: nil, range: range, isTrailing: false) }
        let match = try function.matching.match(given, callRange: range)
        var values: [Value?] = Array(repeating: nil, count: function.parameters.count)
        for (index, value) in zip(match, arguments) { try function.place(value, at: index, in: &values) }
        return try run(function, receiver: receiver, values, ranges: values.map { _ in nil }, at: range)
    }

    /// Runs a native function on checked arguments; what it throws becomes an error of the cell.
    func run(
        _ function: NativeFunction, receiver: Value?, _ values: [Value?], ranges: [SourceRange?], at range: SourceRange
    ) throws(CellError) -> Value {
        guard case .plain(let body) = function.implementation else {
            throw CellError(.type, "'\(function.name)' changes its value, and this one can't be changed: it is no 'var'", at: range)
        }
        try checkInterruption()
        if context.looksOn, case .object(let object)? = receiver?.unwrapped {
            throw CellError(.type, "'\(function.name)' of a \(object.cellType.name) works in the main shell only; here values can be read", at: range)
        }
        let call = Call(
            function: function, receiver: receiver, range: range, context: context, arguments: values, ranges: ranges, execution: self)
        do {
            let value = try body(call)
            if case .optional = function.result { return value.wrapped }
            return value
        } catch { throw CellError(hostError: error).located(range) }
    }
}

extension NativeFunction {
    /// Checks an argument and puts it to its parameter; a variadic one collects.
    func place(_ value: Value, at index: Int, in values: inout [Value?]) throws(CellError) {
        let value = try parameters[index].checked(value, of: name)
        if parameters[index].isVariadic {
            values[index] = .list((values[index]?.asList ?? []) + [value])
        } else {
            values[index] = value
        }
    }
}
