/// Guesses the types of expressions from declarations, without evaluating anything.
struct TypeInference {
    let library: Library
    let snapshot: NamesSnapshot
    /// Variables of the cell itself, which has not run yet.
    private let locals: LocalDeclarations

    init(library: Library, snapshot: NamesSnapshot, source: SourceText) {
        self.library = library
        self.snapshot = snapshot
        locals = LocalDeclarations(source)
    }

    /// The parameters of the closures in which the cursor stands; `$0` and the like among them.
    private var parameters: [String: ValueType] = [:]

    /// Learns what the parameters of the closures are in which a cursor stands.
    mutating func enter(_ closures: [Cursor.OpenClosure]) {
        for closure in closures.reversed() {
            guard let type = type(of: closure.receiver), let element = element(of: type) else { continue }
            // Of two, the first of `reduce` is what was gathered, and both of `sorted` are elements.
            let types = closure.function == "reduce" ? [.any, element] : [element, element]
            for (index, type) in types.enumerated() {
                parameters["$\(index)"] = type
                if index < closure.names.count { parameters[closure.names[index]] = type }
            }
        }
    }

    /// The names that the cell itself declares.
    var localNames: [String] { locals.names + parameters.keys.filter { !$0.hasPrefix("$") && !locals.contains($0) } }

    /// Whether the cell itself declares a name.
    func isLocal(_ name: String) -> Bool { locals.contains(name) || parameters[name] != nil }

    /// The type of a variable of the cell itself; `Any` where it is not known.
    func localType(_ name: String) -> ValueType? {
        parameters[name]
            ?? locals.type(of: name) { value, isElement in
                type(of: value).flatMap { isElement ? element(of: $0) : $0 }
            }
    }

    /// The type of an expression; `nil` where it is not known.
    func type(of expression: Expression) -> ValueType? {
        switch expression.kind {
        case .integer: .int
        case .double: .double
        case .bool: .bool
        case .string: .string
        case .implicitParameter(let number): parameters["$\(number)"]
        case .identifier(let name): localType(name) ?? snapshot.variables[name]?.type
        case .array(let elements): .array(elements.first.flatMap { type(of: $0) } ?? .any)
        case .dictionary(let pairs):
            .dictionary(pairs.first.flatMap { type(of: $0.key) } ?? .any, pairs.first.flatMap { type(of: $0.value) } ?? .any)
        case .tuple(let elements): .tuple(elements.map { ValueType.TupleElement($0.label, type(of: $0.value) ?? .any) })
        case .parenthesized(let inner), .optionalChain(let inner): type(of: inner)
        case .chainLink(let inner), .forceUnwrap(let inner): type(of: inner)?.unwrapped
        case .unary(_, let operand): type(of: operand)
        case .binary(let symbol, _, let left, let right): type(of: symbol, type(of: left), type(of: right))
        case .ternary(_, let then, _): type(of: then)
        case .member(let base, let name): type(of: base).flatMap { member(name.text, of: $0) }
        case .call(let callee, _): functions(callee).first?.result
        case .element(let base, let arguments): element(base, arguments)
        default: nil
        }
    }

    private func type(of symbol: String, _ left: ValueType?, _ right: ValueType?) -> ValueType? {
        switch symbol {
        case "==", "!=", "<", "<=", ">", ">=", "&&", "||": .bool
        case "..<": .range(left ?? .int)
        case "...": .closedRange(left ?? .int)
        case "??": left?.unwrapped ?? right
        default: left == .double || right == .double ? .double : left ?? right
        }
    }

    private func element(_ base: Expression, _ arguments: [Argument]) -> ValueType? {
        switch type(of: base) {
        case .array(let element)?:
            if case .range? = arguments.first.flatMap({ type(of: $0.value) }) { return .array(element) }
            return element
        case .dictionary(_, let value)?: return arguments.count > 1 ? value : .optional(value)
        case .object(let name)?: return library.objects[name]?.elementType
        default: return nil
        }
    }

    func element(of type: ValueType) -> ValueType? {
        switch type {
        case .array(let element): element
        case .range(let bound), .closedRange(let bound): bound
        case .string: .string
        case .dictionary(let key, let value): .tuple([.init("key", key), .init("value", value)])
        case .object(let name): library.objects[name]?.elementType
        default: nil
        }
    }

    private func member(_ name: String, of type: ValueType) -> ValueType? {
        switch type.unwrapped {
        case .object(let object):
            guard let object = library.objects[object] else { return nil }
            if let property = object.property(name) { return property.type }
            return object.elementType.flatMap { member(name, of: .array($0)) }
        case .tuple(let elements):
            return elements.first { $0.label == name }?.type
                ?? Int(name).flatMap { elements.indices.contains($0) ? elements[$0].type : nil }
        case let type: return MemberTable.table(for: type)?.properties[name].map { refined($0.type, of: type) }
        }
    }

    /// `Any` in a member's type as the element of the collection.
    private func refined(_ result: ValueType, of receiver: ValueType) -> ValueType {
        guard let element = element(of: receiver) else { return result }
        switch result {
        case .optional(.any): return .optional(element)
        case .array(.any): return .array(element)
        default: return result
        }
    }

    /// What an expression calls, in the same form for functions of cells and of the host.
    struct Callable {
        let name: String
        let parameters: [Parameter]
        let result: ValueType?
        let native: NativeFunction?
        let function: NamesSnapshot.Function?
    }

    func functions(_ callee: Expression) -> [Callable] {
        switch callee.kind {
        case .identifier(let name):
            if let function = snapshot.variables[name]?.function {
                return [Callable(name: name, parameters: function.parameters, result: function.result, native: nil, function: function)]
            }
            if let functions = library.functions[name] ?? library.functions["\(name).init"] { return functions.map { callable($0) } }
            return type(of: callee).map { methods("callAsFunction", of: $0) } ?? []
        case .member(let base, let name):
            if case .identifier(let type) = base.kind, let functions = library.functions["\(type).\(name.text)"] {
                return functions.map { callable($0) }
            }
            return type(of: base).map { methods(name.text, of: $0) } ?? []
        default: return []
        }
    }

    /// What the brackets that are open at a cursor belong to: functions, or a case with arguments.
    func functions(_ call: Cursor.OpenCall) -> [Callable] {
        guard let outer = call.enclosing.first else { return functions(call.callee) }
        guard let name = call.callee.name, let type = parameter(outer)?.type.enumeration, let found = type.caseNamed(name) else { return [] }
        return [Callable(name: ".\(name)", parameters: found.parameters, result: .enumeration(type), native: nil, function: nil)]
    }

    /// The parameter that the argument at the cursor goes to.
    func parameter(_ call: Cursor.OpenCall) -> Parameter? {
        for function in functions(call) {
            if let label = call.label {
                if let parameter = function.parameters.first(where: { $0.label == label }) { return parameter }
            } else {
                let positional = function.parameters.filter { $0.label == nil }
                if call.positionalCount < positional.count { return positional[call.positionalCount] }
                if let last = positional.last, last.isVariadic { return last }
            }
        }
        return nil
    }

    func methods(_ name: String, of type: ValueType) -> [Callable] {
        switch type.unwrapped {
        case .object(let object):
            guard let object = library.objects[object] else { return [] }
            if let methods = object.methods(name) { return methods.map { callable($0) } }
            return object.elementType.map { methods(name, of: .array($0)) } ?? []
        case let type: return (MemberTable.table(for: type)?.methods[name] ?? []).map { callable($0, of: type) }
        }
    }

    private static let keepingElements: Set<String> = [
        "filter", "sorted", "reversed", "prefix", "suffix", "shuffled", "dropFirst", "dropLast", "first", "last", "min", "max",
        "randomElement", "popLast",
    ]

    private func callable(_ function: NativeFunction, of receiver: ValueType? = nil) -> Callable {
        var result = function.result
        if let receiver, Self.keepingElements.contains(function.name) { result = refined(result, of: receiver) }
        return Callable(name: function.name, parameters: function.parameters, result: result, native: function, function: nil)
    }
}
