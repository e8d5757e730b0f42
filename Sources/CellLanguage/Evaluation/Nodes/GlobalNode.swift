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
