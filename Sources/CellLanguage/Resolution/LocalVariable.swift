/// A variable of a function while names are resolved.
final class LocalVariable {
    enum Role {
        case variable
        case constant
        case parameter
        case loopVariable
        case function(Signature)
    }

    let name: String
    let role: Role
    /// Where it lives in the frame of its own function.
    let reference: VariableReference
    let type: ValueType?
    /// Declared without a value.
    let isDeferred: Bool

    init(_ name: String, role: Role, reference: VariableReference, type: ValueType?, isDeferred: Bool) {
        self.name = name
        self.role = role
        self.reference = reference
        self.type = type
        self.isDeferred = isDeferred
    }
}
