extension Attention {
    /// What the gradient of a tile is made of.
    private struct Inputs {
        let query: Operand
        let key: Operand
        let value: Operand
        let result: Operand
        let gradient: Operand
        let normalizers: Tensor
    }

    /// Where gradients go; nil where none is needed.
    private struct Outputs {
        let query: Operand?
        let key: Operand?
        let value: Operand?
    }

    /// Heads are too few to occupy the cores in an autoencoder (there is one): then their rows are cut into this many parts, whose
    /// gradients of keys and values are added in order.
    private var segments: Int { max(1, min(tiles, 8 / max(1, batch * heads))) }

    /// The gradients of query, key and value. Scores are made again from the saved normalizers.
    ///
    /// Source: Dao et al., "FlashAttention" (2022), appendix B.4.
    func gradients(
        _ gradient: Tensor, _ result: Tensor, _ normalizers: Tensor, _ query: Tensor, _ key: Tensor, _ value: Tensor, _ needed: [Bool]
    ) -> [Tensor?] {
        let inputs = Inputs(
            query: Operand(query), key: Operand(key), value: Operand(value), result: Operand(result), gradient: Operand(gradient),
            normalizers: normalizers)
        let queryGradient = needed[0] ? Self.byRows(batch, heads, queries, width, zeros: result.count == 0) : nil
        let keyParts = needed[1] ? (0..<segments).map { _ in Self.byRows(batch, heads, keys, width, zeros: true) } : []
        let valueParts = needed[2] ? (0..<segments).map { _ in Self.byRows(batch, heads, keys, valueWidth, zeros: true) } : []
        if result.count > 0 {
            let outputs = (0..<segments).map { part in
                Outputs(
                    query: queryGradient.map { Operand($0) }, key: needed[1] ? Operand(keyParts[part]) : nil,
                    value: needed[2] ? Operand(valueParts[part]) : nil)
            }
            run(inputs, outputs)
        }
        return [queryGradient, keyParts.isEmpty ? nil : sum(keyParts), valueParts.isEmpty ? nil : sum(valueParts)]
    }

    private func sum(_ parts: [Tensor]) -> Tensor { parts.dropFirst().reduce(parts[0]) { $0 + $1 } }

    private func run(_ inputs: Inputs, _ outputs: [Outputs]) {
        withExtendedLifetime((inputs, outputs)) {
            Parallelism.ranges(batch * heads * segments, grain: max(1, grain / tiles)) { range in
                let size = min(rows, queries) * keys
                let scratch = Storage(count: 2 * size)
                withExtendedLifetime(scratch) {
                    for index in range {
                        let (head, part) = index.quotientAndRemainder(dividingBy: segments)
                        for tile in tiles * part / segments..<tiles * (part + 1) / segments {
                            run(self.tile(tile, ofHead: head), inputs, outputs[part], scratch.base, scratch.base + size)
                        }
                    }
                }
            }
        }
    }

    private func run(_ tile: Tile, _ inputs: Inputs, _ outputs: Outputs, _ probabilities: Pointer, _ differences: Pointer) {
        let seen = tile.seen
        multiplyScores(tile, inputs.query, inputs.key, probabilities)
        let normalizers = inputs.normalizers.base + (tile.image * heads + tile.head) * queries + tile.first
        for row in 0..<tile.count {
            let (line, visible) = (probabilities + row * seen, tile.visible(row))
            _ = exponentials(line, line, visible, minus: normalizers[row])
            for hidden in visible..<seen { line[hidden] = 0 }
        }
        let gradient = inputs.gradient.matrix(tile, from: tile.first)
        if let target = outputs.value?.matrix(tile) {
            BLAS.multiply(
                seen, valueWidth, tile.count, .init(base: probabilities, step: seen, isTransposed: true), gradient, target.base,
                target.step,
                beta: 1)
        }
        guard outputs.query != nil || outputs.key != nil else { return }
        BLAS.multiply(tile.count, seen, valueWidth, gradient, inputs.value.matrix(tile, isTransposed: true), differences, seen)
        for row in 0..<tile.count {
            let line = differences + row * seen
            let centre = dot(inputs.gradient.row(tile, tile.first + row), inputs.result.row(tile, tile.first + row), valueWidth)
            zipRow(probabilities + row * seen, 1, line, 1, line, seen, ScoreGradient(centre: centre, scale: scale))
        }
        multiplyDifferences(tile, inputs, outputs, differences)
    }

    private func multiplyDifferences(_ tile: Tile, _ inputs: Inputs, _ outputs: Outputs, _ differences: Pointer) {
        if let target = outputs.query?.matrix(tile, from: tile.first) {
            BLAS.multiply(
                tile.count, width, tile.seen, .init(base: differences, step: tile.seen, isTransposed: false), inputs.key.matrix(tile),
                target.base, target.step)
        }
        if let target = outputs.key?.matrix(tile) {
            BLAS.multiply(
                tile.seen, width, tile.count, .init(base: differences, step: tile.seen, isTransposed: true),
                inputs.query.matrix(tile, from: tile.first), target.base, target.step, beta: 1)
        }
    }
}

/// p · (dp - centre) · scale
private struct ScoreGradient: BinaryFunction {
    let centre: Float
    let scale: Float
    @inline(__always) func callAsFunction(_ p: Vector, _ dp: Vector) -> Vector { p * (dp - centre) * scale }
}
