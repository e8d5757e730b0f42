/// What the host gives to the evaluation of a cell.
public struct EvaluationContext {
    public let output: any CellOutput
    /// Asked at every turn of a loop and every call; true stops the cell.
    public let isInterrupted: () -> Bool

    public init(output: any CellOutput, isInterrupted: @escaping () -> Bool = { false }) {
        self.output = output
        self.isInterrupted = isInterrupted
    }
}
