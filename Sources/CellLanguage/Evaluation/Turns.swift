/// Counts the turns of work on a collection that may be long: the person may interrupt the cell that runs on this thread.
struct Turns {
    private let execution = Execution.current
    private var count = 0

    /// To be called at every turn.
    ///
    /// - Throws: an interruption if the person asked for one.
    mutating func next() throws(CellError) {
        count &+= 1
        if count % 4096 == 0 { try execution?.checkInterruption() }
    }
}

extension [Value] {
    /// So many are copied in a fraction of a millisecond.
    private static let piece = 1 << 16

    /// Adds the elements of another list; where the person interrupts that, none.
    mutating func append(inPieces new: some RandomAccessCollection<Value>) throws(CellError) {
        let (before, execution) = (count, Execution.current)
        var rest = new[...]
        while !rest.isEmpty {
            append(contentsOf: rest.prefix(Self.piece))
            rest = rest.dropFirst(Self.piece)
            do { try execution?.checkInterruption() } catch {
                removeSubrange(before...)
                throw error
            }
        }
    }
}

extension Sequence {
    /// Values made of the elements.
    ///
    /// - Throws: an interruption if the person asked for one, and an error for more than there is memory for.
    func values(_ transform: (Element) -> Value) throws(CellError) -> [Value] {
        try Limits.checkElements(underestimatedCount)
        var (values, turns) = ([Value](), Turns())
        values.reserveCapacity(underestimatedCount)
        for element in self {
            try turns.next()
            values.append(transform(element))
        }
        return values
    }
}
