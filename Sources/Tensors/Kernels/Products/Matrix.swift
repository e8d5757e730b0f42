/// A matrix in memory: element (i, j) lies at `base[i · rowStep + j · columnStep]`.
struct Matrix {
    var base: Pointer
    var rowStep: Int
    var columnStep: Int

    init(_ base: Pointer, rowStep: Int, columnStep: Int = 1) {
        (self.base, self.rowStep, self.columnStep) = (base, rowStep, columnStep)
    }

    /// The same memory, rows and columns exchanged.
    var transposed: Matrix { Matrix(base, rowStep: columnStep, columnStep: rowStep) }

    /// The part that begins at a row and a column.
    @inline(__always)
    func from(row: Int, column: Int) -> Matrix {
        Matrix(base + row * rowStep + column * columnStep, rowStep: rowStep, columnStep: columnStep)
    }
}
