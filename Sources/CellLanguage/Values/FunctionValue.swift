/// A function as a value: one that a cell declared, one of the host's, or an operator.
public final class FunctionValue: @unchecked Sendable {
    enum Kind {
        case closure(FunctionCode, captures: [Variable])
        /// The overloads of one name.
        case native([NativeFunction])
        case `operator`(String)
    }

    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    /// A function of the host's.
    public convenience init(_ functions: [NativeFunction]) { self.init(.native(functions)) }

    /// The name, where it has one.
    public var name: String? {
        switch kind {
        case .closure(let code, _): code.name
        case .native(let functions): functions.first?.name
        case .operator(let symbol): symbol
        }
    }

    /// The declarations of a function of the host's, for help.
    public var declarations: [NativeFunction] {
        if case .native(let functions) = kind { return functions }
        return []
    }
}
