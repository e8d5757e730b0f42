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
