/// A variable of the session, which lives from cell to cell under its name.
final class GlobalVariable {
    let name: String
    var value = Value.nothing
    var declaredType: ValueType?
    var isConstant = false
    /// False until a declaration has been executed.
    var isDeclared = false
    /// Declared without a value.
    var isDeferred = false

    init(_ name: String) { self.name = name }
}
