extension Tensor {
    /// Chosen rows of a table, in the given order and as often as they are named.
    ///
    /// Shapes: this [rows, width]; the result is [ids.count, width].
    public func gathered(rows ids: [Int]) -> Tensor {
        precondition(rank == 2, "rows are gathered from a table, not from shape \(shape)")
        let rows = shape[0]
        precondition(ids.allSatisfy { $0 >= 0 && $0 < rows }, "a row outside of the table's \(rows) is asked for")
        let result = OperationProfile.timed(.pass("gathering", reading: [], writing: [ids.count, shape[1]])) { rowsGathered(ids) }
        return result.recording(self) { gradient in
            OperationProfile.timed(.pass("gathering gradient", reading: [gradient], writing: [rows, gradient.shape[1]])) {
                gradient.rowsScattered(ids, rows: rows)
            }
        }
    }
}
