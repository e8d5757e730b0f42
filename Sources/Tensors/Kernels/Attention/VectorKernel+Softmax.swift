internal import CVectorKernels

/// The softmax of panels of scores, [keys, panel columns], in which a lane is a query; scores are logarithms to the base two.
extension VectorKernel {
    /// Turns the scores of some keys into exponentials relative to the greatest of each query so far, and adds them to the query's sum.
    ///
    /// - Returns: whether any greatest score was replaced; then `corrections` is what the sums of before were multiplied by.
    @inline(__always)
    func softmax(_ scores: Pointer, keys: Int, greatest: Pointer, sums: Pointer, corrections: Pointer) -> Bool {
        easel_softmax_panel(Int32(level.rawValue), keys, scores, greatest, sums, corrections) != 0
    }

    /// Turns scores into probabilities, and gradients of probabilities, where there are any, into those of scores.
    @inline(__always)
    func softmaxGradient(_ scores: Pointer, _ gradients: Pointer?, keys: Int, normalizers: Pointer, centres: Pointer) {
        easel_softmax_gradient_panel(Int32(level.rawValue), keys, scores, gradients, normalizers, centres)
    }

    /// Writes the transpose of a matrix; the columns of both are dense.
    @inline(__always)
    func transpose(_ source: Matrix, rows: Int, columns: Int, into target: Matrix) {
        easel_transpose(Int32(level.rawValue), source.base, source.rowStep, rows, columns, target.base, target.rowStep)
    }
}
