/// Attention by tiles of query rows, each with all keys that it sees.
struct Attention: Sendable {
    let batch: Int
    let heads: Int
    let queries: Int
    let keys: Int
    let width: Int
    let valueWidth: Int
    let scale: Float
    let isCausal: Bool
    /// Query rows of a tile: as many as keep its scores in the cache.
    let rows: Int

    init(query: [Int], key: [Int], value: [Int], scale: Float?, isCausal: Bool) {
        precondition(
            query.count == 4 && key.count == 4 && value.count == 4 && query[..<2] == key[..<2] && query[..<2] == value[..<2]
                && query[3] == key[3] && key[2] == value[2] && key[2] > 0,
            "query \(query), key \(key) and value \(value) do not fit together")
        (batch, heads, queries, width) = (query[0], query[1], query[2], query[3])
        (keys, valueWidth) = (key[2], value[3])
        self.scale = scale ?? 1 / Float(width).squareRoot()
        self.isCausal = isCausal
        rows = max(16, min(512, (1 << 18) / keys / 16 * 16))
    }

    /// Tiles of one head.
    var tiles: Int { (queries + rows - 1) / rows }
    /// How many tiles are done by one thread at a time, since each is too small.
    var grain: Int { max(1, MatrixProduct.grain / max(1, min(rows, queries) * keys * (width + valueWidth))) }

    /// One tile: some query rows of one head.
    struct Tile {
        let image: Int
        let head: Int
        let first: Int
        let count: Int
        /// The keys that any row of the tile sees.
        let seen: Int
        let isCausal: Bool

        /// The keys that a row of the tile sees.
        func visible(_ row: Int) -> Int { isCausal ? min(seen, first + row + 1) : seen }
    }

    func tile(_ index: Int, ofHead head: Int) -> Tile {
        let first = index * rows
        let count = min(rows, queries - first)
        return Tile(
            image: head / heads, head: head % heads, first: first, count: count, seen: isCausal ? min(keys, first + count) : keys,
            isCausal: isCausal)
    }

    /// A tensor [batch, heads, rows, width] of any layout whose last axis is dense.
    struct Operand {
        let tensor: Tensor

        init(_ tensor: Tensor) {
            self.tensor = tensor.strides[3] == 1 && tensor.strides[2] >= tensor.shape[3] ? tensor.detached() : tensor.packed()
        }

        func row(_ tile: Tile, _ row: Int) -> Pointer {
            tensor.base + tile.image * tensor.strides[0] + tile.head * tensor.strides[1] + row * tensor.strides[2]
        }

        /// The matrix of one head from a row on.
        func matrix(_ tile: Tile, from row: Int = 0, isTransposed: Bool = false) -> BLAS.Matrix {
            BLAS.Matrix(base: self.row(tile, row), step: max(tensor.strides[2], tensor.shape[3]), isTransposed: isTransposed)
        }
    }

    /// A tensor [batch, heads, rows, width] whose memory is in the order [batch, rows, heads, width].
    static func byRows(_ batch: Int, _ heads: Int, _ rows: Int, _ width: Int, zeros: Bool = false) -> Tensor {
        let shape = [batch, rows, heads, width]
        return (zeros ? Tensor.zeros(shape) : .uninitialized(shape)).permuted([0, 2, 1, 3])
    }

    /// The result and, for the gradient, the logarithm of every row's sum of exponentials: [batch, heads, queries].
    func forward(_ query: Tensor, _ key: Tensor, _ value: Tensor) -> (result: Tensor, normalizers: Tensor) {
        let (q, k, v) = (Operand(query), Operand(key), Operand(value))
        let result = Self.byRows(batch, heads, queries, valueWidth)
        let normalizers = Tensor.uninitialized([batch, heads, queries])
        guard result.count > 0 else { return (result, normalizers) }
        let output = Operand(result)
        withExtendedLifetime((q, k, v, output, normalizers)) {
            Parallelism.ranges(batch * heads * tiles, grain: grain) { range in
                let count = min(rows, queries)
                let scratch = Storage(count: count * (keys + 1))
                withExtendedLifetime(scratch) {
                    for index in range {
                        let tile = tile(index % tiles, ofHead: index / tiles)
                        let sums = normalizers.base + index / tiles * queries + tile.first
                        forward(tile, q, k, v, output, sums, scores: scratch.base, greatest: scratch.base + count * keys)
                    }
                }
            }
        }
        return (result, normalizers)
    }

    private func forward(
        _ tile: Tile, _ q: Operand, _ k: Operand, _ v: Operand, _ output: Operand, _ normalizers: Pointer, scores: Pointer,
        greatest most: Pointer
    ) {
        multiplyScores(tile, q, k, scores)
        for row in 0..<tile.count {
            let (line, visible) = (scores + row * tile.seen, tile.visible(row))
            most[row] = greatest(line, visible)
            normalizers[row] = exponentials(line, line, visible, minus: most[row])
            for hidden in visible..<tile.seen { line[hidden] = 0 }
        }
        let target = output.matrix(tile, from: tile.first)
        BLAS.multiply(
            tile.count, valueWidth, tile.seen, .init(base: scores, step: tile.seen, isTransposed: false), v.matrix(tile), target.base,
            target.step)
        for row in 0..<tile.count {
            Tensors.scale(target.base + row * target.step, valueWidth, by: 1 / normalizers[row])
            normalizers[row] = most[row] + logarithm(normalizers[row])
        }
    }

    /// scale · query · keyᵀ for the rows of a tile: [rows, seen].
    func multiplyScores(_ tile: Tile, _ q: Operand, _ k: Operand, _ scores: Pointer) {
        BLAS.multiply(
            tile.count, tile.seen, width, q.matrix(tile, from: tile.first), k.matrix(tile, isTransposed: true), scores, tile.seen,
            alpha: scale)
    }
}
