import COpenBLAS

/// OpenBLAS with one thread for each call: the yardstick that our own kernels are measured by. Networks do not use it (`docs/decisions.md`).
enum BLAS {
    private static let isReady: Bool = {
        openblas_set_num_threads(1)
        return true
    }()

    /// A matrix as BLAS sees it: rows (or, transposed, columns) of dense elements.
    struct Matrix {
        var base: Pointer
        /// Elements from one row to the next, or, when transposed, from one column to the next.
        var step: Int
        var isTransposed: Bool

        /// The part that begins at a row and a column.
        @inline(__always)
        func from(row: Int, column: Int) -> Matrix {
            let place = isTransposed ? column * step + row : row * step + column
            return Matrix(base: base + place, step: step, isTransposed: isTransposed)
        }
    }

    /// C = alpha · A · B + beta · C, where A is [m, k], B is [k, n] and C is [m, n] with rows `cStep` apart.
    @inline(__always)
    static func multiply(
        _ m: Int, _ n: Int, _ k: Int, _ a: Matrix, _ b: Matrix, _ c: Pointer, _ cStep: Int, alpha: Float = 1, beta: Float = 0
    ) {
        precondition(isReady)
        cblas_sgemm(
            CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
            blasint(m), blasint(n), blasint(k), alpha, a.base, blasint(a.step), b.base, blasint(b.step), beta, c, blasint(cStep))
    }
}
