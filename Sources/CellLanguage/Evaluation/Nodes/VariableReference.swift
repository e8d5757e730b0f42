/// Where a resolved name finds its value.
enum VariableReference {
    /// A variable of the call that no other function shares.
    case slot(Int)
    /// A variable of the call that functions inside it share.
    case box(Int)
    /// A variable of a surrounding call.
    case capture(Int)
    case global(GlobalVariable)
}

extension Frame {
    func read(_ reference: VariableReference) -> Value {
        switch reference {
        case .slot(let index): slots[index]
        case .box(let index): boxes[index].value
        case .capture(let index): captures[index].value
        case .global(let variable): variable.value
        }
    }

    func write(_ value: Value, to reference: VariableReference) {
        switch reference {
        case .slot(let index): slots[index] = value
        case .box(let index): boxes[index].value = value
        case .capture(let index): captures[index].value = value
        case .global(let variable): variable.value = value
        }
    }

    /// The value, which the variable loses until it is written again: so it can be changed without a copy.
    func take(_ reference: VariableReference) -> Value {
        let value = read(reference)
        write(.nothing, to: reference)
        return value
    }

    /// A new variable; functions that share the old one keep it.
    func declare(_ value: Value, at reference: VariableReference) {
        if case .box(let index) = reference { boxes[index] = Variable(value) } else { write(value, to: reference) }
    }
}
