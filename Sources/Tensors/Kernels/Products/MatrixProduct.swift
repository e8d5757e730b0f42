internal import CVectorKernels

/// A matrix product cut into blocks of the result.
///
/// Every element of the result is one chain of additions along the whole depth, so it is the same however the result is cut.
///
/// Source: Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008), with the left operand read where it lies.
struct MatrixProduct {
    let (m, n, k): (Int, Int, Int)
    private let blockRows: Int
    private let blockColumns: Int
    private let level: InstructionLevel

    /// Below this many multiplications a product is not worth another thread.
    static let grain = 1 << 18
    /// Columns of a block: its panels stay in the second cache while rows go by.
    private static let mostColumns = 128
    /// Rows of the right operand that are packed at a time.
    private static let mostDepth = 512

    init(_ m: Int, _ n: Int, _ k: Int, level: InstructionLevel = .current) {
        (self.m, self.n, self.k, self.level) = (m, n, k, level)
        let share = max(1, (n + Self.mostColumns - 1) / Self.mostColumns)
        blockColumns = max(32, ((n + share - 1) / share + 31) / 32 * 32)
        let cuts = m * n * k <= Self.grain ? 1 : Self.cuts(m, across: (n + blockColumns - 1) / blockColumns)
        blockRows = max(1, (m + cuts - 1) / cuts)
    }

    /// Into how many parts the rows are cut. Every part packs the right operand again, so there are few; but all threads should end together.
    private static func cuts(_ m: Int, across: Int) -> Int {
        let threads = Parallelism.threads
        let fewest = max((m + 1023) / 1024, min(m / 256, (8 * threads + across - 1) / across))
        let most = max(1, fewest, min((m + 31) / 32, fewest + threads))
        return (max(1, fewest)...most).first { cuts in
            let blocks = cuts * across
            return (blocks + threads - 1) / threads * threads * 8 <= blocks * 9
        } ?? most
    }

    /// How many blocks the result is cut into.
    var blocks: Int { ((m + blockRows - 1) / blockRows) * ((n + blockColumns - 1) / blockColumns) }

    /// What the result begins with, before the product is added to it.
    struct Start {
        var first: Matrix?
        var second: Matrix?

        static var zero: Start { Start() }
        /// A bias: the same in every row.
        static func rows(of bias: Pointer) -> Start { Start(first: Matrix(bias, rowStep: 0)) }
        /// What a matrix of the result's extents holds.
        static func matrix(_ matrix: Matrix) -> Start { Start(first: matrix) }

        fileprivate func from(row: Int, column: Int) -> Start {
            Start(first: first?.from(row: row, column: column), second: second?.from(row: row, column: column))
        }
    }

    /// Computes C = start + A · B, all of it. Columns of C and of the starts must be dense.
    ///
    /// - Parameter weight: the storage of B, where B is a weight that may be met again.
    func run(_ a: Matrix, _ b: Matrix, _ c: Matrix, from start: Start = .zero, weight: Storage? = nil) {
        let panels = weight.flatMap { keptPanels(of: b, in: $0) }
        withExtendedLifetime(panels) {
            Parallelism.tiles(blocks) { run(block: $0, a, b, c, from: start, panels: panels?.base) }
        }
    }

    /// The panels of all of B, from one run of its rows to the next.
    private func keptPanels(of b: Matrix, in storage: Storage) -> Storage? {
        let key = KeptPanels.Key(
            offset: b.base - storage.base, rowStep: b.rowStep, columnStep: b.columnStep, depth: k, columns: n, level: level)
        return storage.keptPanels.panels(key, rows: m) { panels in
            for first in stride(from: 0, to: k, by: Self.mostDepth) {
                let place = panels + PanelPacking.count(depth: first, columns: n, level)
                PanelPacking.pack(b.from(row: first, column: 0), depth: min(Self.mostDepth, k - first), columns: n, into: place, level)
            }
        }
    }

    /// Computes the same product for many operands.
    func runBatch(_ count: Int, _ operands: (Int) -> (a: Matrix, b: Matrix, c: Matrix)) {
        let each = max(1, m * n * k)
        Parallelism.ranges(count * blocks, grain: max(1, Self.grain / each)) { range in
            for index in range {
                let (a, b, c) = operands(index / blocks)
                run(block: index % blocks, a, b, c)
            }
        }
    }

    private func run(block: Int, _ a: Matrix, _ b: Matrix, _ c: Matrix, from start: Start = .zero, panels kept: Pointer? = nil) {
        let across = (n + blockColumns - 1) / blockColumns
        let (row, column) = (block / across * blockRows, block % across * blockColumns)
        let (rows, columns) = (min(blockRows, m - row), min(blockColumns, n - column))
        let (left, right, result) = (a.from(row: row, column: 0), b.from(row: 0, column: column), c.from(row: row, column: column))
        let scratch = kept == nil ? Storage(count: PanelPacking.count(depth: min(k, Self.mostDepth), columns: columns, level)) : nil
        var start = start.from(row: row, column: column)
        for first in stride(from: 0, to: max(k, 1), by: Self.mostDepth) {
            let depth = min(Self.mostDepth, k - first)
            let packed = PackedLeft(left.from(row: 0, column: first), rows: rows, depth: depth)
            withExtendedLifetime((scratch, packed)) {
                let panels = kept.map { $0 + PanelPacking.count(depth: first, columns: n, level) + column * depth } ?? scratch?.base
                guard let panels else { return }
                if kept == nil { PanelPacking.pack(right.from(row: first, column: 0), depth: depth, columns: columns, into: panels, level) }
                VectorKernel(level).multiply(
                    packed.matrix, panels: panels, panelStep: level.panelColumns * depth, result, (rows, columns, depth), from: start)
            }
            start = .matrix(result)
        }
    }
}

/// The left operand where the kernel can read it fast: as it lies when its rows are dense, otherwise as a copy whose columns are.
private struct PackedLeft {
    let matrix: Matrix
    private let copy: Storage?

    init(_ left: Matrix, rows: Int, depth: Int) {
        guard left.columnStep != 1, depth > 1 else {
            (matrix, copy) = (left, nil)
            return
        }
        let storage = Storage(count: rows * depth)
        for index in 0..<depth {
            let (from, to) = (left.base + index * left.columnStep, storage.base + index * rows)
            if left.rowStep == 1 {
                to.update(from: from, count: rows)
            } else {
                for row in 0..<rows { to[row] = from[row * left.rowStep] }
            }
        }
        (matrix, copy) = (Matrix(storage.base, rowStep: 1, columnStep: rows), storage)
    }
}
