/// Where the value of a declaration or pattern goes.
indirect enum BindingTarget {
    case ignored
    case variable(BoundVariable)
    case tuple([BindingTarget], SourceRange)

    struct BoundVariable {
        let name: String
        let reference: VariableReference
        let isConstant: Bool
        let range: SourceRange
    }

    /// Declares the variables and gives them their values.
    func bind(_ value: Value, type: ValueType?, isDeferred: Bool = false, _ frame: Frame) throws(CellError) {
        switch self {
        case .ignored: break
        case .variable(let bound):
            if case .global(let variable) = bound.reference {
                variable.declaredType = type
                variable.isConstant = bound.isConstant
                variable.isDeferred = isDeferred
                variable.isDeclared = true
            }
            frame.declare(value, at: bound.reference)
        case .tuple(let targets, let range):
            guard case .tuple(let tuple) = value, tuple.elements.count == targets.count else {
                throw CellError(.type, "a value of type \(value.type) can't be taken apart into \(targets.count) variables", at: range)
            }
            for (target, element) in zip(targets, tuple.elements) { try target.bind(element, type: nil, frame) }
        }
    }
}
