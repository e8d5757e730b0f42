/// Attention by tiles of queries and blocks of keys, none of which leaves the cache.
///
/// Scores are made the other way round, as panels of some keys by as many queries as the matrix kernel has columns. Such a panel is what the
/// kernel takes as its right operand: probabilities are multiplied where they lie, keys and values are read where they lie, and each query's
/// softmax runs along a lane of its own.
///
/// Source: Dao, "FlashAttention-2" (2023), algorithms 1 and 2, transposed.
struct Attention: Sendable {
    let batch: Int
    let heads: Int
    let queries: Int
    let keys: Int
    let width: Int
    let valueWidth: Int
    let scale: Float
    let isCausal: Bool
    /// Queries that are done with all keys by one thread.
    let tileQueries: Int
    /// Keys whose scores are made at a time.
    let blockKeys: Int
    let level: InstructionLevel

    init(query: [Int], key: [Int], value: [Int], scale: Float?, isCausal: Bool, level: InstructionLevel) {
        precondition(
            query.count == 4 && key.count == 4 && value.count == 4 && query[..<2] == key[..<2] && query[..<2] == value[..<2]
                && query[3] == key[3] && key[2] == value[2] && key[2] > 0,
            "query \(query), key \(key) and value \(value) do not fit together")
        (batch, heads, queries, width) = (query[0], query[1], query[2], query[3])
        (keys, valueWidth) = (key[2], value[3])
        self.scale = scale ?? 1 / Float(width).squareRoot()
        self.isCausal = isCausal
        self.level = level
        let widths = max(1, width + valueWidth)
        tileQueries = max(32, min(256, (1 << 16) / widths / 32 * 32))
        blockKeys = max(32, min(96, (1 << 16) / widths))
    }

    /// Tiles of one head.
    var tiles: Int { (queries + tileQueries - 1) / tileQueries }
    /// How many tiles are done by one thread at a time, since each is too small.
    var grain: Int { max(1, MatrixProduct.grain / max(1, min(tileQueries, queries) * keys * (width + valueWidth))) }
    /// Queries, and with them the lanes of all panels, filled up to whole panels of any level.
    var paddedQueries: Int { (queries + 31) / 32 * 32 }
    /// What scores are multiplied by so that their exponentials are powers of two.
    var binaryScale: Float { scale * 1.442_695_04 }

    /// Consecutive queries of one head, no more than the lanes of a panel.
    struct Panel {
        let first: Int
        let count: Int
        /// The keys that any of them sees.
        let seen: Int
    }

    /// The panels of one tile of a head.
    func panels(ofTile tile: Int) -> [Panel] {
        let end = min(queries, (tile + 1) * tileQueries)
        return stride(from: tile * tileQueries, to: end, by: level.panelColumns).map { first in
            let count = min(level.panelColumns, end - first)
            return Panel(first: first, count: count, seen: isCausal ? min(keys, first + count) : keys)
        }
    }

    /// Writes scale · key · queryᵀ for some keys: [keys, panel columns], minus infinity where a query does not see a key.
    ///
    /// - Parameter queries: the panel's scaled queries, [width, panel columns].
    func writeScores(_ panel: Panel, _ block: Range<Int>, key: Matrix, queries: Pointer, _ scores: Pointer) {
        let lanes = level.panelColumns
        VectorKernel(level).multiply(
            key.from(row: block.lowerBound, column: 0), panels: queries, panelStep: 0, Matrix(scores, rowStep: lanes),
            (block.count, lanes, width))
        guard isCausal, block.upperBound > panel.first + 1 else { return }
        for key in max(block.lowerBound, panel.first + 1)..<block.upperBound {
            (scores + (key - block.lowerBound) * lanes).update(repeating: -.infinity, count: min(lanes, key - panel.first))
        }
    }

    /// Writes a panel's scaled queries as the right operand of the scores: [width, panel columns].
    func packScaled(_ query: Matrix, _ panel: Panel, into packed: Pointer) {
        PanelPacking.pack(query.from(row: panel.first, column: 0).transposed, depth: width, columns: panel.count, into: packed, level)
        Tensors.scale(packed, width * level.panelColumns, by: binaryScale)
    }

    /// A tensor [batch, heads, rows, width] of any layout whose last axis is dense.
    ///
    /// Threads read numbers alone from it: counting references to one tensor from several of them would cost more than a small head.
    struct Operand {
        private let tensor: Tensor
        private let base: Pointer
        private let (imageStep, headStep, rowStep): (Int, Int, Int)
        private let heads: Int

        init(_ tensor: Tensor) {
            self.tensor = tensor.strides[3] == 1 && tensor.strides[2] >= tensor.shape[3] ? tensor.detached() : tensor.packed()
            base = self.tensor.base
            (imageStep, headStep, rowStep) = (self.tensor.strides[0], self.tensor.strides[1], self.tensor.strides[2])
            heads = self.tensor.shape[1]
        }

        /// The matrix of one head, counted through all of the batch.
        @inline(__always)
        func matrix(ofHead head: Int) -> Matrix {
            let (image, head) = head.quotientAndRemainder(dividingBy: heads)
            return Matrix(base + image * imageStep + head * headStep, rowStep: rowStep)
        }
    }

    /// A tensor [batch, heads, rows, width] whose memory is in the order [batch, rows, heads, width].
    func byRows(_ rows: Int, _ width: Int) -> Tensor {
        Tensor.uninitialized([batch, rows, heads, width]).permuted([0, 2, 1, 3])
    }
}
