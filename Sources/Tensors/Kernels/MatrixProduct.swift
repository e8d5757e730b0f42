/// A matrix product cut into tiles of the result, by its shape alone.
struct MatrixProduct {
    let (m, n, k): (Int, Int, Int)
    private let tileRows: Int
    private let tileColumns: Int

    /// Below this many multiplications a product is not worth another thread.
    static let grain = 1 << 20
    /// More tiles than this only repeat the packing of operands.
    private static let mostTiles = 16

    init(_ m: Int, _ n: Int, _ k: Int) {
        (self.m, self.n, self.k) = (m, n, k)
        let wanted = min(Self.mostTiles, m * n * k / Self.grain)
        var (rows, columns) = (1, 1)
        while rows * columns < wanted {
            let (height, width) = (m / rows, n / columns)
            guard max(height, width) >= 64 else { break }
            if height > width { rows *= 2 } else { columns *= 2 }
        }
        tileRows = Self.roundedUp(m, rows)
        tileColumns = Self.roundedUp(n, columns)
    }

    /// An equal share of an extent, in whole blocks of BLAS' kernels.
    private static func roundedUp(_ extent: Int, _ parts: Int) -> Int {
        parts == 1 ? max(extent, 1) : ((extent + parts - 1) / parts + 15) / 16 * 16
    }

    /// How many tiles the result is cut into.
    var tiles: Int { ((m + tileRows - 1) / tileRows) * ((n + tileColumns - 1) / tileColumns) }

    /// What the result begins with, before the product is added to it.
    enum Start {
        case zero
        /// What C already holds.
        case result
        /// [n]: the same in every row.
        case rows(of: Pointer)
        /// [m]: the same in every column.
        case columns(of: Pointer)
    }

    /// Computes one tile of C = start + alpha · A · B.
    func run(tile: Int, _ a: BLAS.Matrix, _ b: BLAS.Matrix, _ c: Pointer, _ cStep: Int, alpha: Float = 1, from start: Start = .zero) {
        let across = (n + tileColumns - 1) / tileColumns
        let (row, column) = (tile / across * tileRows, tile % across * tileColumns)
        let (height, width) = (min(tileRows, m - row), min(tileColumns, n - column))
        let corner = c + row * cStep + column
        var beta: Float = 1
        switch start {
        case .zero: beta = 0
        case .result: break
        case .rows(let bias): for line in 0..<height { (corner + line * cStep).update(from: bias + column, count: width) }
        case .columns(let bias): for line in 0..<height { (corner + line * cStep).update(repeating: bias[row + line], count: width) }
        }
        BLAS.multiply(
            height, width, k, a.from(row: row, column: 0), b.from(row: 0, column: column), corner, cStep, alpha: alpha, beta: beta)
    }

    /// Computes all tiles.
    func run(_ a: BLAS.Matrix, _ b: BLAS.Matrix, _ c: Pointer, _ cStep: Int, alpha: Float = 1, from start: Start = .zero) {
        Parallelism.tiles(tiles) { run(tile: $0, a, b, c, cStep, alpha: alpha, from: start) }
    }

    /// Computes the same product for many operands.
    func runBatch(
        _ count: Int, cStep: Int, from start: Start = .zero, _ operands: (Int) -> (a: BLAS.Matrix, b: BLAS.Matrix, c: Pointer)
    ) {
        let each = max(1, m * n * k)
        Parallelism.ranges(count * tiles, grain: max(1, Self.grain / each)) { range in
            for index in range {
                let (a, b, c) = operands(index / tiles)
                run(tile: index % tiles, a, b, c, cStep, from: start)
            }
        }
    }
}
