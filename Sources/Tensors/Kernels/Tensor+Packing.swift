import Glibc

extension Tensor {
    /// The same elements in row-major order without gaps (this very tensor where they lie so already), without a gradient.
    func packed() -> Tensor {
        guard !isContiguous else { return detached() }
        let result = Tensor.uninitialized(shape)
        OperationProfile.timed(.pass("copy", reading: [self], writing: shape)) { result.copyElements(of: self) }
        return result
    }

    /// Copies elements of the same shape, in any layout, into this freshly made tensor or a view of one, in any layout.
    func copyElements(of source: Tensor) {
        // Rows run along the axis in which the target is dense.
        let order = shape.indices.sorted { strides[$0] > strides[$1] }
        let (extents, steps) = Layout.coalesced(
            shape: order.map { shape[$0] }, strides: [order.map { strides[$0] }, order.map { source.strides[$0] }])
        let copy = StridedCopy(extents: extents, targetSteps: steps[0], sourceSteps: steps[1])
        withPointers(self, source) { copy.run(into: $0, from: $1) }
    }
}

/// Copies elements from one layout to another.
private struct StridedCopy {
    let extents: [Int]
    let targetSteps: [Int]
    let sourceSteps: [Int]
    /// The axis along which the source is dense.
    let dense: Int?

    init(extents: [Int], targetSteps: [Int], sourceSteps: [Int]) {
        self.extents = extents.isEmpty ? [1] : extents
        self.targetSteps = extents.isEmpty ? [1] : targetSteps
        self.sourceSteps = extents.isEmpty ? [1] : sourceSteps
        dense = self.sourceSteps.lastIndex(of: 1)
    }

    func run(into target: Pointer, from source: Pointer) {
        guard !extents.contains(0) else { return }
        let last = extents.count - 1
        if let dense, dense != last, targetSteps[last] == 1 {
            transpose(into: target, from: source, dense: dense)
        } else {
            let rows = Layout.count(extents) / extents[last]
            Parallelism.ranges(rows, grain: max(1, Parallelism.grain / extents[last])) { range in
                for row in range {
                    let (to, from) = places(of: row, skipping: last)
                    copyRow(target + to, source + from)
                }
            }
        }
    }

    private func copyRow(_ target: Pointer, _ source: Pointer) {
        let last = extents.count - 1
        let (count, targetStep, sourceStep) = (extents[last], targetSteps[last], sourceSteps[last])
        if targetStep == 1, sourceStep == 1 {
            memcpy(target, source, count * MemoryLayout<Float>.stride)
        } else if targetStep == 1, sourceStep == 0 {
            target.update(repeating: source[0], count: count)
        } else {
            for index in 0..<count { target[index * targetStep] = source[index * sourceStep] }
        }
    }

    /// Rows and columns change places in squares small enough for the cache.
    private func transpose(into target: Pointer, from source: Pointer, dense: Int) {
        let last = extents.count - 1
        let (rows, columns) = (extents[dense], extents[last])
        let (rowStep, columnStep) = (targetSteps[dense], sourceSteps[last])
        let planes = Layout.count(extents) / (rows * columns)
        let strips = (rows + 15) / 16
        Parallelism.ranges(planes * strips, grain: max(1, Parallelism.grain / (16 * columns))) { range in
            for strip in range {
                let (to, from) = places(of: strip / strips, skipping: dense, last)
                let rowRange = strip % strips * 16..<min(rows, (strip % strips + 1) * 16)
                for left in stride(from: 0, to: columns, by: 16) {
                    for row in rowRange {
                        let (line, column) = (target + to + row * rowStep, source + from + row)
                        for index in left..<min(columns, left + 16) { line[index] = column[index * columnStep] }
                    }
                }
            }
        }
    }

    /// Where the elements of the given row-major index over all other axes begin.
    private func places(of index: Int, skipping first: Int, _ second: Int = -1) -> (target: Int, source: Int) {
        var rest = index
        var place = (target: 0, source: 0)
        for axis in extents.indices.reversed() where axis != first && axis != second {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: extents[axis])
            place.target += remainder * targetSteps[axis]
            place.source += remainder * sourceSteps[axis]
            rest = quotient
        }
        return place
    }
}
