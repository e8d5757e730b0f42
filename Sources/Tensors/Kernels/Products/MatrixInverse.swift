/// Inverts matrices in place of their copies, each on its own, in double precision.
///
/// Source: Gauss-Jordan elimination without row exchanges, which is stable where the symmetric part of a matrix is positive definite
/// (Golub and Van Loan, "Matrix Computations", 4.4.2), as that of I + Q is for every skew-symmetric Q.
enum MatrixInverse {
    /// Shapes: matrix and result [n, n], dense rows.
    static func invert(_ matrix: Pointer, n: Int, into result: Pointer) {
        var work = (0..<n * n).map { Double(matrix[$0]) }
        work.withUnsafeMutableBufferPointer { work in
            for pivot in 0..<n { eliminate(pivot, work, n) }
            for index in 0..<n * n { result[index] = Float(work[index]) }
        }
    }

    /// One step: the pivot's row is divided, and taken from the others so that its column is the identity's; the inverse grows in its place.
    private static func eliminate(_ pivot: Int, _ work: UnsafeMutableBufferPointer<Double>, _ n: Int) {
        let scale = 1 / work[pivot * n + pivot]
        work[pivot * n + pivot] = 1
        for column in 0..<n { work[pivot * n + column] *= scale }
        for row in 0..<n where row != pivot {
            let factor = work[row * n + pivot]
            work[row * n + pivot] = 0
            for column in 0..<n { work[row * n + column] -= factor * work[pivot * n + column] }
        }
    }
}

extension Tensor {
    /// The inverses of the matrices of the last two axes, without a gradient.
    func matrixInverse() -> Tensor {
        let n = shape[rank - 1]
        let dense = packed()
        let result = Tensor.uninitialized(shape)
        withPointers(dense, result) { matrices, inverses in
            Parallelism.tiles(n == 0 ? 0 : dense.count / (n * n)) { index in
                MatrixInverse.invert(matrices + index * n * n, n: n, into: inverses + index * n * n)
            }
        }
        return result
    }
}
