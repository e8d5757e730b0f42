internal import CVectorKernels

/// The right operand of a product as the kernel reads it: panels of `level.panelColumns` columns, in each of them one row after the other, so that
/// the inner loop walks through memory. The last panel is filled up with zeros.
enum PanelPacking {
    /// Elements that the panels of some columns take.
    static func count(depth: Int, columns: Int, _ level: InstructionLevel) -> Int {
        (columns + level.panelColumns - 1) / level.panelColumns * level.panelColumns * depth
    }

    /// Writes the first `columns` columns and `depth` rows of a matrix as panels.
    static func pack(_ matrix: Matrix, depth: Int, columns: Int, into panels: Pointer, _ level: InstructionLevel) {
        let width = level.panelColumns
        for first in stride(from: 0, to: columns, by: width) {
            let part = matrix.from(row: 0, column: first)
            let (panel, used) = (panels + first * depth, min(width, columns - first))
            if matrix.columnStep == 1 {
                copyRows(part, depth, used, panel, width)
            } else if matrix.rowStep == 1 {
                easel_pack_transposed(Int32(level.rawValue), part.base, matrix.columnStep, used, depth, panel)
            } else {
                gather(part, depth, used, panel, width)
            }
        }
    }

    private static func copyRows(_ matrix: Matrix, _ depth: Int, _ used: Int, _ panel: Pointer, _ width: Int) {
        let whole = used / 8 * 8
        for row in 0..<depth {
            let (from, to) = (matrix.base + row * matrix.rowStep, panel + row * width)
            for index in stride(from: 0, to: whole, by: 8) { to.store(from.vector(index), index) }
            for index in whole..<used { to[index] = from[index] }
            for index in used..<width { to[index] = 0 }
        }
    }

    private static func gather(_ matrix: Matrix, _ depth: Int, _ used: Int, _ panel: Pointer, _ width: Int) {
        for row in 0..<depth {
            let (from, to) = (matrix.base + row * matrix.rowStep, panel + row * width)
            for column in 0..<used { to[column] = from[column * matrix.columnStep] }
            for column in used..<width { to[column] = 0 }
        }
    }
}
