/// The variables of one call of a function.
final class Frame {
    var slots: [Value]
    var boxes: [Variable]
    let captures: [Variable]
    let execution: Execution
    let source: SourceText
    var returned = Value.nothing

    init(slotCount: Int, boxCount: Int, captures: [Variable], execution: Execution, source: SourceText) {
        slots = Array(repeating: .nothing, count: slotCount)
        boxes = boxCount == 0 ? [] : (0..<boxCount).map { _ in Variable(.nothing) }
        self.captures = captures
        self.execution = execution
        self.source = source
    }
}
