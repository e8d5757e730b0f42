extension Attention {
    private struct Operands {
        let query: Operand
        let key: Operand
        let value: Operand
        let result: Operand
        let normalizers: Tensor
    }

    /// What one thread keeps for the tile that it works on. A lane is a query.
    private struct Scratch {
        let storage: Storage
        let (queries, results, scores, greatest, sums, corrections): (Pointer, Pointer, Pointer, Pointer, Pointer, Pointer)

        init(_ attention: Attention) {
            let (lanes, queries) = (attention.level.panelColumns, min(attention.tileQueries, attention.paddedQueries))
            let counts = [
                queries * attention.width, queries * attention.valueWidth, min(attention.blockKeys, attention.keys) * lanes, queries, queries, lanes,
            ]
            storage = Storage(count: counts.reduce(0, +))
            var next = storage.base
            let places = counts.map { count in
                defer { next += count }
                return next
            }
            (self.queries, results, scores) = (places[0], places[1], places[2])
            (greatest, sums, corrections) = (places[3], places[4], places[5])
        }
    }

    /// The result and, for the gradient, every query's logarithm to the base two of its sum of exponentials: [batch · heads, padded queries].
    func forward(_ query: Tensor, _ key: Tensor, _ value: Tensor) -> (result: Tensor, normalizers: Tensor) {
        let result = byRows(queries, valueWidth)
        let normalizers = Tensor.uninitialized([batch * heads, paddedQueries])
        guard result.count > 0 else { return (result, normalizers) }
        let operands = Operands(
            query: Operand(query), key: Operand(key), value: Operand(value), result: Operand(result), normalizers: normalizers)
        withExtendedLifetime(operands) {
            Parallelism.ranges(batch * heads * tiles, grain: grain) { range in
                let scratch = Scratch(self)
                withExtendedLifetime(scratch) {
                    for index in range { run(tile: index % tiles, ofHead: index / tiles, operands, scratch) }
                }
            }
        }
        return (result, normalizers)
    }

    private func run(tile: Int, ofHead head: Int, _ operands: Operands, _ scratch: Scratch) {
        let (panels, lanes) = (panels(ofTile: tile), level.panelColumns)
        let (query, key, value) = (operands.query.matrix(ofHead: head), operands.key.matrix(ofHead: head), operands.value.matrix(ofHead: head))
        for (index, panel) in panels.enumerated() { packScaled(query, panel, into: scratch.queries + index * lanes * width) }
        scratch.greatest.update(repeating: -.infinity, count: panels.count * lanes)
        scratch.sums.update(repeating: 0, count: panels.count * lanes)
        for first in stride(from: 0, to: panels.last?.seen ?? 0, by: blockKeys) {
            for (index, panel) in panels.enumerated() where first < panel.seen {
                add(first..<min(panel.seen, first + blockKeys), to: index, panel, key, value, scratch)
            }
        }
        let normalizers = operands.normalizers.base + head * paddedQueries
        for (index, panel) in panels.enumerated() {
            finish(index, panel, operands.result.matrix(ofHead: head), normalizers + panel.first, scratch)
        }
    }

    /// Adds what a block of keys contributes to a panel's results, which lie as [valueWidth, lanes].
    private func add(_ block: Range<Int>, to index: Int, _ panel: Panel, _ key: Matrix, _ value: Matrix, _ scratch: Scratch) {
        let (kernel, lanes) = (VectorKernel(level), level.panelColumns)
        let result = Matrix(scratch.results + index * lanes * valueWidth, rowStep: lanes)
        writeScores(panel, block, key: key, queries: scratch.queries + index * lanes * width, scratch.scores)
        let isCorrected = kernel.softmax(
            scratch.scores, keys: block.count, greatest: scratch.greatest + index * lanes, sums: scratch.sums + index * lanes,
            corrections: scratch.corrections)
        let isFirst = block.lowerBound == 0
        if isCorrected, !isFirst { multiplyLanes(of: result, by: scratch.corrections) }
        kernel.multiply(
            value.from(row: block.lowerBound, column: 0).transposed, panels: scratch.scores, panelStep: 0, result,
            (valueWidth, lanes, block.count), from: isFirst ? .zero : .matrix(result))
    }

    private func multiplyLanes(of result: Matrix, by factors: Pointer) {
        for row in 0..<valueWidth {
            let line = result.base + row * result.rowStep
            zipRow(line, 1, factors, 1, line, result.rowStep, ElementProduct())
        }
    }

    /// Divides a panel's results by the sums and writes them as rows.
    private func finish(_ index: Int, _ panel: Panel, _ target: Matrix, _ normalizers: Pointer, _ scratch: Scratch) {
        let lanes = level.panelColumns
        let (greatest, sums) = (scratch.greatest + index * lanes, scratch.sums + index * lanes)
        let result = Matrix(scratch.results + index * lanes * valueWidth, rowStep: lanes)
        zipRow(greatest, 1, sums, 1, normalizers, lanes, Normalizer())
        mapRow(sums, scratch.corrections, lanes, Reciprocal())
        multiplyLanes(of: result, by: scratch.corrections)
        VectorKernel(level).transpose(result, rows: valueWidth, columns: panel.count, into: target.from(row: panel.first, column: 0))
    }
}

/// The logarithm to the base two of sum · 2^greatest.
private struct Normalizer: BinaryFunction {
    @inline(__always) func callAsFunction(_ greatest: Vector, _ sum: Vector) -> Vector { greatest + naturalLogarithm(sum) * 1.442_695_04 }
}

private struct Reciprocal: UnaryFunction {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { 1 / x }
}
