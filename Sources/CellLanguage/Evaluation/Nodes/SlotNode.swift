final class SlotNode: Node {
    let index: Int

    init(_ index: Int, _ range: SourceRange) {
        self.index = index
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value { frame.slots[index] }
}
