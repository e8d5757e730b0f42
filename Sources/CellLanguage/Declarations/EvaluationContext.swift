/// What the host gives to the evaluation of a cell.
public struct EvaluationContext {
    public let output: any CellOutput
    /// Asked at every turn of a loop and every call; true stops the cell.
    public let isInterrupted: () -> Bool
    /// Whether the host's objects may only be looked at, because another thread works with them.
    private(set) var looksOn = false

    public init(output: any CellOutput, isInterrupted: @escaping () -> Bool = { false }) {
        self.output = output
        self.isInterrupted = isInterrupted
    }

    var lookingOn: EvaluationContext {
        var context = self
        context.looksOn = true
        return context
    }
}
