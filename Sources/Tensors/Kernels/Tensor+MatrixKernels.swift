extension Tensor {
    /// This tensor, or a packed copy where BLAS cannot read the last two axes as they lie.
    func readableByBLAS() -> Tensor {
        matrixStep == nil ? packed() : self
    }

    /// How BLAS can read the last two axes, nil where it can't.
    private var matrixStep: (step: Int, isTransposed: Bool)? {
        let (rows, columns) = (shape[rank - 2], shape[rank - 1])
        let (rowStep, columnStep) = (strides[rank - 2], strides[rank - 1])
        if columnStep == 1 || columns == 1, rowStep >= Swift.max(1, columns) || rows == 1 {
            return (Swift.max(rowStep, columns, 1), false)
        }
        if rowStep == 1 || rows == 1, columnStep >= Swift.max(1, rows) || columns == 1 {
            return (Swift.max(columnStep, rows, 1), true)
        }
        return nil
    }

    /// The last two axes as BLAS reads them, at a place in the storage. Only after `readableByBLAS()`.
    func matrix(at base: Pointer) -> BLAS.Matrix {
        guard let layout = matrixStep else { preconditionFailure("a matrix of strides \(strides) must be packed first") }
        return BLAS.Matrix(base: base, step: layout.step, isTransposed: layout.isTransposed)
    }

    /// The matrix product over the last two axes, all others broadcast, without a gradient.
    func matrixProduct(_ other: Tensor) -> Tensor {
        let (m, k, n) = (shape[rank - 2], shape[rank - 1], other.shape[other.rank - 1])
        guard let batch = Layout.broadcast(Array(shape.dropLast(2)), Array(other.shape.dropLast(2))) else {
            preconditionFailure("the leading axes of shapes \(shape) and \(other.shape) do not broadcast")
        }
        let span = OperationProfile.begin(.product("matrix product", m, n, k, batch: Layout.count(batch)))
        defer { span?.end() }
        let (left, right) = (readableByBLAS(), other.readableByBLAS())
        let result = Tensor.uninitialized(batch + [m, n])
        guard result.count > 0 else { return result }
        guard k > 0 else { return .zeros(result.shape) }
        let (leftStarts, rightStarts) = (left.starts(ofMatricesIn: batch), right.starts(ofMatricesIn: batch))
        withPointers(left, right, result) { a, b, c in
            MatrixProduct(m, n, k).runBatch(leftStarts.count, cStep: n) { index in
                (left.matrix(at: a + leftStarts[index]), right.matrix(at: b + rightStarts[index]), c + index * m * n)
            }
        }
        return result
    }

    /// Where the matrices of a broadcast batch begin, counted from the first.
    private func starts(ofMatricesIn batch: [Int]) -> [Int] {
        let lead = Array(shape.dropLast(2))
        guard let steps = Layout.broadcastStrides(shape: lead, strides: Array(strides.dropLast(2)), to: batch) else { return [] }
        var starts = [0]
        for (extent, step) in zip(batch, steps) {
            starts = starts.flatMap { start in (0..<extent).map { start + $0 * step } }
        }
        return starts
    }

    /// Rows times the transpose of a weight, plus a bias: [m, in] → [m, out], without a gradient.
    func linearProduct(weight: Tensor, bias: Tensor?) -> Tensor {
        let (m, k, n) = (shape[0], shape[1], weight.shape[0])
        let span = OperationProfile.begin(.product("linear", m, n, k))
        defer { span?.end() }
        let (rows, weight) = (readableByBLAS(), weight.transposed(0, 1).readableByBLAS())
        let start = bias?.packed()
        let result = Tensor.uninitialized([m, n])
        guard result.count > 0 else { return result }
        withPointers(rows, weight, result, start ?? result) { a, b, c, bias in
            MatrixProduct(m, n, k).run(rows.matrix(at: a), weight.matrix(at: b), c, n, from: start == nil ? .zero : .rows(of: bias))
        }
        return result
    }
}
