/// A product whose columns are values and gates, value · gelu(gate), cut into blocks of the result: values and gates exist only for some rows
/// and columns at a time, in the cache.
struct GatedProduct {
    private let (m, n, k): (Int, Int, Int)
    private let blockRows: Int
    private let blockColumns: Int
    private let level = InstructionLevel.current

    /// Rows that are multiplied before they are gated; whole tiles of every level's kernel.
    private static let sliceRows = 48

    /// - Parameter n: columns of the result, half of the product's.
    init(_ m: Int, _ n: Int, _ k: Int) {
        (self.m, self.n, self.k) = (m, n, k)
        // Panels of values and gates stay in the second cache while rows go by.
        blockColumns = k <= 512 ? 128 : 64
        blockRows = m * n * k <= MatrixProduct.grain ? max(m, 1) : min(max(m, 1), 1024)
    }

    /// Shapes: a [m, k], b [k, 2 n], bias [2 n], result [m, n] whose columns are dense.
    func run(_ a: Matrix, _ b: Matrix, bias: Pointer?, _ result: Matrix) {
        let across = (n + blockColumns - 1) / blockColumns
        Parallelism.tiles((m + blockRows - 1) / blockRows * across) { block in
            let (row, column) = (block / across * blockRows, block % across * blockColumns)
            let columns = min(blockColumns, n - column)
            let halves = [column, n + column].map { first in
                Half(b.from(row: 0, column: first), bias: bias.map { $0 + first }, columns: columns, depth: k, level)
            }
            let slice = Storage(count: 2 * Self.sliceRows * columns)
            withExtendedLifetime((halves, slice)) {
                for first in stride(from: row, to: min(m, row + blockRows), by: Self.sliceRows) {
                    let rows = min(Self.sliceRows, m - first, row + blockRows - first)
                    run(rows, a.from(row: first, column: 0), halves, slice.base, result.from(row: first, column: column))
                }
            }
        }
    }

    private func run(_ rows: Int, _ a: Matrix, _ halves: [Half], _ slice: Pointer, _ result: Matrix) {
        let columns = halves[0].columns
        let gates = slice + Self.sliceRows * columns
        for (half, target) in zip(halves, [slice, gates]) { half.multiply(a, rows, into: Matrix(target, rowStep: columns)) }
        for row in 0..<rows {
            VectorKernel(level).gate(slice + row * columns, by: gates + row * columns, into: result.base + row * result.rowStep, count: columns)
        }
    }

    /// Some columns of the values or of the gates, packed.
    private struct Half {
        let columns: Int
        private let panels: Storage
        private let bias: Pointer?
        private let depth: Int
        private let level: InstructionLevel

        init(_ matrix: Matrix, bias: Pointer?, columns: Int, depth: Int, _ level: InstructionLevel) {
            (self.columns, self.bias, self.depth, self.level) = (columns, bias, depth, level)
            panels = Storage(count: PanelPacking.count(depth: depth, columns: columns, level))
            PanelPacking.pack(matrix, depth: depth, columns: columns, into: panels.base, level)
        }

        func multiply(_ a: Matrix, _ rows: Int, into target: Matrix) {
            VectorKernel(level).multiply(
                a, panels: panels.base, panelStep: level.panelColumns * depth, target, (rows, columns, depth),
                from: bias.map { .rows(of: $0) } ?? .zero)
        }
    }
}
