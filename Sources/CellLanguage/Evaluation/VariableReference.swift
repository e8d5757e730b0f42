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

final class SlotNode: Node {
    let index: Int

    init(_ index: Int, _ range: SourceRange) {
        self.index = index
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value { frame.slots[index] }
}

final class GlobalNode: Node {
    let variable: GlobalVariable

    init(_ variable: GlobalVariable, _ range: SourceRange) {
        self.variable = variable
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        guard variable.isDeclared, !(variable.isDeferred && variable.value.isNothing) else {
            throw CellError(.name, "'\(variable.name)' is used before it has a value", at: range)
        }
        return variable.value
    }
}

/// A variable in a box, or one that may not have its value yet.
final class VariableNode: Node {
    let reference: VariableReference
    /// Given where the variable may be read too early.
    private let uncertainName: String?

    init(_ reference: VariableReference, uncertainName: String?, _ range: SourceRange) {
        self.reference = reference
        self.uncertainName = uncertainName
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let value = frame.read(reference)
        if let uncertainName, value.isNothing { throw CellError(.name, "'\(uncertainName)' is used before it has a value", at: range) }
        return value
    }
}
