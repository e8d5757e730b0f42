/// A closure or nested function: shares variables with its surroundings.
final class ClosureNode: Node {
    private let code: FunctionCode

    init(_ code: FunctionCode, _ range: SourceRange) {
        self.code = code
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        let captures = code.captureSources.map { source in
            switch source {
            case .box(let index): frame.boxes[index]
            case .capture(let index): frame.captures[index]
            case .slot(let index): Variable(frame.slots[index])
            case .global(let variable): Variable(variable.value)
            }
        }
        return .function(FunctionValue(.closure(code, captures: captures)))
    }
}
