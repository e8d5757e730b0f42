/// Turns the syntax tree of a cell into a program in which every name is a place, and finds what is wrong before anything runs.
final class Resolver {
    /// A name that the cell declares at its top level.
    struct CellName {
        var isConstant: Bool
        var isDeferred = false
        var signature: Signature?
    }

    let source: SourceText
    let library: Library
    let globals: Globals
    var function: FunctionScope
    /// What the cell has declared up to here.
    var cellNames: [String: CellName] = [:]
    /// What the cell declares anywhere: functions may use it before.
    var laterNames: Set<String> = []
    var loopCount = 0
    /// Names with their innermost declared types, for errors.
    var enclosingResult: [ValueType?] = []

    init(source: SourceText, library: Library, globals: Globals, capturedNames: Set<String>) {
        self.source = source
        self.library = library
        self.globals = globals
        function = FunctionScope(parent: nil, capturedNames: capturedNames)
    }

    var isTopLevel: Bool { function.parent == nil && function.blocks.count == 1 }

    static func resolve(
        _ program: Program, capturedNames: Set<String>, source: SourceText, library: Library, globals: Globals
    ) throws(CellError) -> CellCode {
        let resolver = Resolver(source: source, library: library, globals: globals, capturedNames: capturedNames)
        do { return try resolver.resolve(program) } catch { throw error.located(in: source) }
    }

    private func resolve(_ program: Program) throws(CellError) -> CellCode {
        try hoist(program)
        var steps: [CellCode.Step] = []
        var functions: [(variable: GlobalVariable, code: FunctionCode)] = []
        for (index, statement) in program.statements.enumerated() {
            switch statement.kind {
            case .function(let syntax):
                functions.append((globals.variable(syntax.name?.text ?? ""), try resolve(function: syntax)))
                steps.append(CellCode.Step(kind: .declared, names: [syntax.name?.text ?? ""]))
            case .expression(let expression) where index == program.statements.count - 1:
                steps.append(CellCode.Step(kind: .result(try node(expression)), names: []))
            default:
                let names = Self.declaredNames(statement)
                steps.append(CellCode.Step(kind: .statement(try self.statement(statement)), names: names))
            }
        }
        return CellCode(
            source: source, functions: functions, steps: steps, isSilenced: program.isSilenced, slotCount: function.slotCount,
            boxCount: function.boxCount)
    }

    static func declaredNames(_ statement: Statement) -> [String] {
        switch statement.kind {
        case .variables(_, let bindings): bindings.flatMap { $0.pattern.names.map(\.text) }
        case .function(let syntax): [syntax.name?.text ?? ""]
        default: []
        }
    }

    /// Makes the cell's functions known everywhere in it, and its variables to the functions.
    private func hoist(_ program: Program) throws(CellError) {
        for statement in program.statements {
            laterNames.formUnion(Self.declaredNames(statement))
            guard case .function(let syntax) = statement.kind, let name = syntax.name else { continue }
            if cellNames[name.text] != nil { throw redeclaration(name) }
            cellNames[name.text] = CellName(isConstant: true, signature: signature(of: syntax))
        }
    }

    func redeclaration(_ name: Name) -> CellError {
        CellError(.name, "'\(name.text)' is declared twice in this \(function.parent == nil ? "cell" : "function")", at: name.range)
    }

    func signature(of syntax: FunctionSyntax) -> Signature {
        Signature(
            name: syntax.name?.text ?? "the closure",
            parts: syntax.parameters.map {
                var takesFunction = $0.type == nil
                if case .function? = $0.type?.kind { takesFunction = true }
                if case .optional? = $0.type?.kind { takesFunction = true }
                return Signature.Part(
                    label: $0.label, name: $0.name.text, isOptional: $0.defaultValue != nil || $0.isVariadic, isVariadic: $0.isVariadic,
                    takesFunction: takesFunction)
            })
    }

    // MARK: Names

    /// What a name means.
    enum Meaning {
        case local(LocalVariable, VariableReference)
        case global(GlobalVariable)
        case native([NativeFunction])
        case type(ValueType)
        case constant(Value)
    }

    func meaning(of name: String) -> Meaning? {
        if let (variable, reference) = function.find(name) { return .local(variable, reference) }
        if cellNames[name] != nil || globals.isDeclared(name) || (function.parent != nil && laterNames.contains(name)) {
            return .global(globals.variable(name))
        }
        if let type = library.types[name], library.functions[name] == nil { return .type(type) }
        if let functions = library.functions[name] { return .native(functions) }
        return library.constants[name].map { .constant($0) }
    }

    func unknownName(_ name: Name) -> CellError {
        if name.text == "_" { return CellError(.name, "there is no last result yet", at: name.range) }
        if laterNames.contains(name.text) { return CellError(.name, "'\(name.text)' is used before it is declared", at: name.range) }
        if let announcement = library.announced[name.text] { return CellError(.name, announcement, at: name.range) }
        let candidates = function.visibleNames + cellNames.keys + globals.declaredNames + library.functions.keys + library.types.keys
        let hint = NearMiss.hint(for: name.text, among: Set(candidates.filter { !$0.contains(".") && !$0.hasPrefix("$") }))
        let translation = Self.foreignNames[name.text].map { "; Swift writes \($0)" }
        return CellError(.name, "there is no variable or function '\(name.text)'\(translation ?? hint)", at: name.range)
    }

    /// What people of other languages write.
    private static let foreignNames = [
        "True": "'true'", "False": "'false'", "None": "'nil'", "null": "'nil'", "len": "'.count'", "range": "'0..<n'", "str": "'String(…)'",
        "int": "'Int(…)'", "float": "'Double(…)'", "Float": "'Double(…)'", "def": "'func'", "elif": "'else if'",
    ]

    /// The declared type that an annotation names.
    func type(_ syntax: TypeSyntax) throws(CellError) -> ValueType {
        switch syntax.kind {
        case .name(let name):
            if let type = library.types[name] { return type }
            let hint =
                name == "Float" ? "; Double is the type of numbers with a fraction" : NearMiss.hint(for: name, among: library.types.keys)
            throw CellError(.name, "there is no type '\(name)'\(hint)", at: syntax.range)
        case .array(let element): return .array(try type(element))
        case .dictionary(let key, let value): return .dictionary(try type(key), try type(value))
        case .optional(let wrapped): return .optional(try type(wrapped))
        case .tuple(let parts):
            if parts.isEmpty { return .nothing }
            var elements: [ValueType.TupleElement] = []
            for part in parts { elements.append(ValueType.TupleElement(part.label, try type(part.type))) }
            return .tuple(elements)
        case .function(let parameters, let result):
            var types: [ValueType] = []
            for parameter in parameters { types.append(try type(parameter)) }
            return .function(types, try type(result))
        }
    }
}

/// A resolved cell.
struct CellCode {
    struct Step {
        enum Kind {
            /// A function, which is there from the beginning.
            case declared
            case statement(StatementNode)
            /// The last expression.
            case result(Node)
        }

        let kind: Kind
        /// What the step declares in the session.
        let names: [String]
    }

    let source: SourceText
    let functions: [(variable: GlobalVariable, code: FunctionCode)]
    let steps: [Step]
    let isSilenced: Bool
    let slotCount: Int
    let boxCount: Int
}

/// The variables of a session by name.
final class Globals {
    private var variables: [String: GlobalVariable] = [:]

    func variable(_ name: String) -> GlobalVariable {
        if let variable = variables[name] { return variable }
        let variable = GlobalVariable(name)
        variables[name] = variable
        return variable
    }

    func isDeclared(_ name: String) -> Bool { variables[name]?.isDeclared ?? false }

    var declaredNames: [String] { variables.values.filter(\.isDeclared).map(\.name) }
}
