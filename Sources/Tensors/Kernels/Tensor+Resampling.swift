extension Tensor {
    /// Pictures made of chosen rows and columns, channels last.
    func resampled(rows: [Int], columns: [Int]) -> Tensor {
        let source = channelsLast()
        let (images, height, width, channels) = (source.shape[0], source.shape[1], source.shape[2], source.shape[3])
        let result = Tensor.uninitialized([images, rows.count, columns.count, channels])
        withPointers(source, result) { x, y in
            forEachLine(images * rows.count, columns.count * channels) { index in
                let line = x + (index / rows.count * height + rows[index % rows.count]) * width * channels
                let target = y + index * columns.count * channels
                for (place, column) in columns.enumerated() {
                    (target + place * channels).update(from: line + column * channels, count: channels)
                }
            }
        }
        return result.inOrder([0, 3, 1, 2])
    }

    /// The gradient of `resampled`: every element added to the one that it repeated.
    func addedBack(rows: [Int], columns: [Int], to shape: [Int]) -> Tensor {
        let source = channelsLast()
        let (images, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
        let result = Tensor.zeros([images, height, width, channels])
        // Lines of the source that repeat one line of the target are added by one thread.
        let repeats = Dictionary(grouping: rows.indices) { rows[$0] }
        withPointers(source, result) { g, x in
            forEachLine(images * height, rows.count / Swift.max(1, height) * columns.count * channels) { index in
                let target = x + index * width * channels
                for row in repeats[index % height] ?? [] {
                    let line = g + (index / height * rows.count + row) * columns.count * channels
                    for (place, column) in columns.enumerated() { accumulate(line + place * channels, target + column * channels, channels) }
                }
            }
        }
        return result.inOrder([0, 3, 1, 2])
    }

    private func forEachLine(_ lines: Int, _ size: Int, _ body: (Int) -> Void) {
        Parallelism.ranges(lines, grain: Swift.max(1, Parallelism.grain / Swift.max(1, size))) { $0.forEach(body) }
    }

    /// Chosen rows of a table.
    func rowsGathered(_ ids: [Int]) -> Tensor {
        let source = packed()
        let width = shape[1]
        let result = Tensor.uninitialized([ids.count, width])
        withPointers(source, result) { x, y in
            for (row, id) in ids.enumerated() { (y + row * width).update(from: x + id * width, count: width) }
        }
        return result
    }

    /// The gradient of `rowsGathered`: a table of `rows` rows, to which every row is added where it was taken.
    func rowsScattered(_ ids: [Int], rows: Int) -> Tensor {
        let source = packed()
        let width = shape[1]
        let result = Tensor.zeros([rows, width])
        withPointers(source, result) { g, x in
            for (row, id) in ids.enumerated() { accumulate(g + row * width, x + id * width, width) }
        }
        return result
    }
}
