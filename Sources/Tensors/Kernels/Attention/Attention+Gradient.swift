extension Attention {
    /// What gradients are made of.
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
        let key: Sums?
        let value: Sums?
    }

    /// Sums of each part of each head: [parts, keys, columns filled up to whole vectors].
    private struct Sums {
        let tensor: Tensor
        let base: Pointer
        let (partStep, rowStep): (Int, Int)

        init(parts: Int, keys: Int, columns: Int) {
            tensor = .uninitialized([parts, keys, columns])
            base = tensor.base
            (partStep, rowStep) = (keys * columns, columns)
        }

        @inline(__always)
        func clear(_ part: Int) { (base + part * partStep).update(repeating: 0, count: partStep) }
    }

    /// What one thread keeps for the tile that it works on.
    private struct Scratch {
        let storage: Storage
        /// Operands by panels: as columns [width, lanes], and as rows for the products with keys.
        let (queryColumns, gradientColumns, queryRows, gradientRows): (Pointer, Pointer, Pointer, Pointer)
        let (queryGradients, centres, scores, differences): (Pointer, Pointer, Pointer, Pointer)

        init(_ attention: Attention) {
            let queries = min(attention.tileQueries, attention.paddedQueries)
            let (width, valueWidth) = (attention.width, attention.valueWidth)
            let panel = min(attention.blockKeys, attention.keys) * attention.level.panelColumns
            let counts = [
                queries * width, queries * valueWidth, queries * attention.panelWidth(width), queries * attention.panelWidth(valueWidth),
                queries * width, queries, panel, panel,
            ]
            storage = Storage(count: counts.reduce(0, +))
            var next = storage.base
            let places = counts.map { count in
                defer { next += count }
                return next
            }
            (queryColumns, gradientColumns, queryRows, gradientRows) = (places[0], places[1], places[2], places[3])
            (queryGradients, centres, scores, differences) = (places[4], places[5], places[6], places[7])
        }
    }

    /// Heads are too few to occupy the cores in an autoencoder (there is one): then tiles are done in this many parts, whose gradients of keys
    /// and values are added in order.
    private var segments: Int { max(1, min(tiles, 16 / max(1, batch * heads))) }

    /// Columns filled up to whole panels.
    private func panelWidth(_ width: Int) -> Int { (width + level.panelColumns - 1) / level.panelColumns * level.panelColumns }

    /// Columns filled up to whole vectors, of which a panel has two.
    private func vectorWidth(_ width: Int) -> Int { (2 * width + level.panelColumns - 1) / level.panelColumns * level.panelColumns / 2 }

    /// The gradients of query, key and value. Scores are made again from the saved normalizers.
    func gradients(
        _ gradient: Tensor, _ result: Tensor, _ normalizers: Tensor, _ query: Tensor, _ key: Tensor, _ value: Tensor, _ needed: [Bool]
    ) -> [Tensor?] {
        let queryGradient = needed[0] ? byRows(queries, width) : nil
        let parts = batch * heads * segments
        let outputs = Outputs(
            query: queryGradient.map { Operand($0) }, key: needed[1] ? Sums(parts: parts, keys: keys, columns: vectorWidth(width)) : nil,
            value: needed[2] ? Sums(parts: parts, keys: keys, columns: vectorWidth(valueWidth)) : nil)
        let inputs = Inputs(
            query: Operand(query), key: Operand(key), value: Operand(value), result: Operand(result), gradient: Operand(gradient),
            normalizers: normalizers)
        withExtendedLifetime((inputs, outputs)) {
            Parallelism.ranges(parts, grain: max(1, grain / max(1, tiles))) { range in
                let scratch = Scratch(self)
                withExtendedLifetime(scratch) {
                    for part in range { run(part: part, inputs, outputs, scratch) }
                }
            }
        }
        return [queryGradient, outputs.key.map { sum($0, width, scale) }, outputs.value.map { sum($0, valueWidth, 1) }]
    }

    private func run(part: Int, _ inputs: Inputs, _ outputs: Outputs, _ scratch: Scratch) {
        outputs.key?.clear(part)
        outputs.value?.clear(part)
        let (head, segment) = part.quotientAndRemainder(dividingBy: segments)
        for tile in tiles * segment / segments..<tiles * (segment + 1) / segments {
            run(tile: tile, ofHead: head, part, inputs, outputs, scratch)
        }
    }

    private func run(tile: Int, ofHead head: Int, _ part: Int, _ inputs: Inputs, _ outputs: Outputs, _ scratch: Scratch) {
        let (panels, lanes) = (panels(ofTile: tile), level.panelColumns)
        for (index, panel) in panels.enumerated() { pack(index, panel, head, inputs, outputs, scratch) }
        for first in stride(from: 0, to: panels.last?.seen ?? 0, by: blockKeys) {
            for (index, panel) in panels.enumerated() where first < panel.seen {
                add(first..<min(panel.seen, first + blockKeys), index, panel, head, part, inputs, outputs, scratch)
            }
        }
        guard let target = outputs.query?.matrix(ofHead: head) else { return }
        for (index, panel) in panels.enumerated() {
            let columns = scratch.queryGradients + index * lanes * width
            Tensors.scale(columns, lanes * width, by: scale)
            VectorKernel(level).transpose(
                Matrix(columns, rowStep: lanes), rows: width, columns: panel.count, into: target.from(row: panel.first, column: 0))
        }
    }

    /// Packs what every block of keys needs of a panel of queries.
    private func pack(_ index: Int, _ panel: Panel, _ head: Int, _ inputs: Inputs, _ outputs: Outputs, _ scratch: Scratch) {
        let lanes = level.panelColumns
        let (query, gradient) = (inputs.query.matrix(ofHead: head), inputs.gradient.matrix(ofHead: head).from(row: panel.first, column: 0))
        packScaled(query, panel, into: scratch.queryColumns + index * lanes * width)
        PanelPacking.pack(
            gradient.transposed, depth: valueWidth, columns: panel.count, into: scratch.gradientColumns + index * lanes * valueWidth, level)
        if outputs.key != nil {
            PanelPacking.pack(
                query.from(row: panel.first, column: 0), depth: panel.count, columns: width,
                into: scratch.queryRows + index * lanes * panelWidth(width), level)
        }
        if outputs.value != nil {
            PanelPacking.pack(
                gradient, depth: panel.count, columns: valueWidth, into: scratch.gradientRows + index * lanes * panelWidth(valueWidth), level)
        }
        let (result, centres) = (inputs.result.matrix(ofHead: head).from(row: panel.first, column: 0), scratch.centres + index * lanes)
        centres.update(repeating: 0, count: lanes)
        for row in 0..<panel.count {
            centres[row] = dot(gradient.base + row * gradient.rowStep, result.base + row * result.rowStep, valueWidth)
        }
    }

    /// Adds what a panel of queries and a block of keys have to do with each other to all three gradients.
    private func add(
        _ block: Range<Int>, _ index: Int, _ panel: Panel, _ head: Int, _ part: Int, _ inputs: Inputs, _ outputs: Outputs, _ scratch: Scratch
    ) {
        let (kernel, lanes, key) = (VectorKernel(level), level.panelColumns, inputs.key.matrix(ofHead: head))
        writeScores(panel, block, key: key, queries: scratch.queryColumns + index * lanes * width, scratch.scores)
        let needsDifferences = outputs.query != nil || outputs.key != nil
        if needsDifferences {
            kernel.multiply(
                inputs.value.matrix(ofHead: head).from(row: block.lowerBound, column: 0),
                panels: scratch.gradientColumns + index * lanes * valueWidth, panelStep: 0, Matrix(scratch.differences, rowStep: lanes),
                (block.count, lanes, valueWidth))
        }
        kernel.softmaxGradient(
            scratch.scores, needsDifferences ? scratch.differences : nil, keys: block.count,
            normalizers: inputs.normalizers.base + head * paddedQueries + panel.first, centres: scratch.centres + index * lanes)
        if let sums = outputs.value {
            let rows = scratch.gradientRows + index * lanes * panelWidth(valueWidth)
            accumulate(scratch.scores, block, panel, rows, in: sums, part)
        }
        if let sums = outputs.key {
            accumulate(scratch.differences, block, panel, scratch.queryRows + index * lanes * panelWidth(width), in: sums, part)
        }
        guard outputs.query != nil else { return }
        let columns = Matrix(scratch.queryGradients + index * lanes * width, rowStep: lanes)
        kernel.multiply(
            key.from(row: block.lowerBound, column: 0).transposed, panels: scratch.differences, panelStep: 0, columns,
            (width, lanes, block.count), from: block.lowerBound == 0 ? .zero : .matrix(columns))
    }

    /// Adds a panel of keys by queries times rows of those queries to the sums of the keys.
    private func accumulate(_ factors: Pointer, _ block: Range<Int>, _ panel: Panel, _ rows: Pointer, in sums: Sums, _ part: Int) {
        let target = Matrix(sums.base + part * sums.partStep + block.lowerBound * sums.rowStep, rowStep: sums.rowStep)
        VectorKernel(level).multiply(
            Matrix(factors, rowStep: level.panelColumns), panels: rows, panelStep: level.panelColumns * panel.count, target,
            (block.count, sums.rowStep, panel.count), from: .matrix(target))
    }

    /// The gradient of keys or values from the sums of all parts: [batch, heads, keys, width].
    private func sum(_ parts: Sums, _ width: Int, _ factor: Float) -> Tensor {
        let result = byRows(keys, width)
        let target = Operand(result)
        withExtendedLifetime((parts, target)) {
            Parallelism.ranges(batch * heads * keys, grain: max(1, Parallelism.grain / max(1, width))) { rows in
                for row in rows {
                    let (head, key) = row.quotientAndRemainder(dividingBy: keys)
                    let line = target.matrix(ofHead: head).from(row: key, column: 0).base
                    line.update(repeating: 0, count: width)
                    for part in head * segments..<(head + 1) * segments {
                        zipRow(line, 1, parts.base + part * parts.partStep + key * parts.rowStep, 1, line, width, ScaledSum(factor: factor))
                    }
                }
            }
        }
        return result
    }
}

/// x + y · factor
private struct ScaledSum: BinaryFunction {
    let factor: Float
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x + y * factor }
}
