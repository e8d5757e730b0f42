extension Tensor {
    /// The sums over the middle of three axes that a packed tensor is seen to have: [outer, middle, inner] → [outer, inner].
    ///
    /// Long sums are made of partial sums, so their error grows with the number of parts, not of elements.
    func columnSums(_ outer: Int, _ middle: Int, _ inner: Int) -> Tensor {
        let result = Tensor.uninitialized([outer, inner])
        withPointers(self, result) { x, y in
            if inner == 1 {
                if outer == 1 {
                    y[0] = longSum(x, middle)
                } else {
                    Parallelism.ranges(outer, grain: Swift.max(1, Parallelism.grain / Swift.max(1, middle))) { rows in
                        for row in rows { y[row] = Float(rowSum(x + row * middle, middle)) }
                    }
                }
            } else {
                let strips = (inner + 511) / 512
                Parallelism.ranges(outer * strips, grain: Swift.max(1, Parallelism.grain / (512 * Swift.max(1, middle)))) { range in
                    for strip in range {
                        let start = strip % strips * 512
                        let plane = strip / strips
                        let width = Swift.min(512, inner - start)
                        sumColumns(x + plane * middle * inner + start, middle, inner, y + plane * inner + start, width)
                    }
                }
            }
        }
        return result
    }
}

/// The sum of a dense row: partial sums of up to 4096 elements, added in double precision.
func rowSum(_ x: Pointer, _ count: Int) -> Double {
    var total = 0.0
    var start = 0
    while start < count {
        let part = Swift.min(4096, count - start)
        var (first, second) = (Vector.zero, Vector.zero)
        var index = start
        let end = start + part
        while index &+ 16 <= end {
            first += x.vector(index)
            second += x.vector(index &+ 8)
            index &+= 16
        }
        while index < end {
            first += x.partialVector(index, Swift.min(8, end - index))
            index += 8
        }
        total += Double((first + second).sum())
        start = end
    }
    return total
}

/// The sum of very many elements: blocks of fixed size, added in their order.
private func longSum(_ x: Pointer, _ count: Int) -> Float {
    let block = Parallelism.sumLength
    guard count > block else { return Float(rowSum(x, count)) }
    let blocks = (count + block - 1) / block
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: blocks) { parts in
        Parallelism.tiles(blocks) { parts[$0] = rowSum(x + $0 * block, Swift.min(block, count - $0 * block)) }
        return Float(parts[0..<blocks].reduce(0, +))
    }
}

/// Sums over rows, 64 at a time, then over those sums.
private func sumColumns(_ x: Pointer, _ rows: Int, _ step: Int, _ y: Pointer, _ width: Int) {
    y.update(repeating: 0, count: width)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { buffer in
        guard let part = buffer.baseAddress else { return }
        for start in stride(from: 0, to: rows, by: 64) {
            part.update(from: x + start * step, count: width)
            for row in start + 1..<Swift.max(start + 1, Swift.min(rows, start + 64)) { accumulate(x + row * step, part, width) }
            accumulate(part, y, width)
        }
    }
}

/// y += x
@inline(__always)
func accumulate(_ x: Pointer, _ y: Pointer, _ count: Int) {
    var index = 0
    while index &+ 8 <= count {
        y.store(y.vector(index) + x.vector(index), index)
        index &+= 8
    }
    while index < count {
        y[index] += x[index]
        index &+= 1
    }
}
