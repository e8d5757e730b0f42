internal import CVectorKernels

/// The matrix kernel of one instruction level.
struct VectorKernel {
    let level: InstructionLevel

    init(_ level: InstructionLevel) { self.level = level }

    /// C = start + A · B, where B lies in panels (`PanelPacking`) and the columns of C are dense.
    ///
    /// - Parameter panelStep: elements from one panel to the next.
    @inline(__always)
    func multiply(
        _ a: Matrix, panels: Pointer, panelStep: Int, _ c: Matrix, _ extents: (rows: Int, columns: Int, depth: Int),
        from start: MatrixProduct.Start = .zero
    ) {
        var product = easel_product(
            rows: extents.rows, depth: extents.depth, columns: extents.columns, a: a.base, a_row: a.rowStep, a_step: a.columnStep,
            b: panels, b_panel: panelStep, start: start.first?.base, start_row: start.first?.rowStep ?? 0, plus: start.second?.base,
            plus_row: start.second?.rowStep ?? 0, c: c.base, c_row: c.rowStep)
        easel_multiply(Int32(level.rawValue), &product)
    }
}
