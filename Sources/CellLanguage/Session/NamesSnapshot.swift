/// What other threads may know of a session's variables: texts and types, no values.
public struct NamesSnapshot: Sendable {
    public struct Variable: Sendable {
        public let name: String
        public let type: ValueType
        /// The beginning of the value's text.
        public let brief: String
        /// More of it.
        public let text: String
        /// The declaration, where the variable is a function of a cell's.
        public let function: Function?
    }

    /// A function that a cell declared.
    public struct Function: Sendable {
        public let signature: String
        public let documentation: String
        public let parameters: [Parameter]
        public let result: ValueType?
    }

    public internal(set) var variables: [String: Variable] = [:]
}

extension NamesSnapshot.Variable {
    /// Characters of a value that a person may see without running a cell.
    private static let longestText = 2_000

    init(name: String, value: Value) {
        self.name = name
        type = value.type
        brief = value.brief()
        text = value.brief(limit: Self.longestText)
        if case .function(let function) = value, case .closure(let code, _) = function.kind, let name = code.name {
            self.function = NamesSnapshot.Function(name: name, code: code)
        } else {
            function = nil
        }
    }
}

extension NamesSnapshot.Function {
    init(name: String, code: FunctionCode) {
        parameters = code.parameters.map { parameter in
            Parameter(
                name: parameter.name, label: parameter.label, type: parameter.type ?? .any, defaultSource: parameter.defaultSource,
                isVariadic: parameter.isVariadic)
        }
        result = code.result
        documentation = code.documentation
        let shown = code.parameters.map { parameter in
            let name =
                parameter.label == nil
                ? "_ \(parameter.name)" : parameter.label == parameter.name ? parameter.name : "\(parameter.label ?? "_") \(parameter.name)"
            return name + (parameter.type.map { ": \($0)" } ?? "") + (parameter.isVariadic ? "..." : "")
                + (parameter.defaultSource.map { " = \($0)" } ?? "")
        }
        signature = "func \(name)(\(shown.joined(separator: ", ")))" + (code.result.map { " -> \($0)" } ?? "")
    }
}
