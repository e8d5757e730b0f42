extension Tensor {
    /// Planes made of chosen rows and columns.
    func resampled(rows: [Int], columns: [Int]) -> Tensor {
        let source = packed()
        let (planes, height, width) = (shape[0] * shape[1], shape[2], shape[3])
        let result = Tensor.uninitialized([shape[0], shape[1], rows.count, columns.count])
        withPointers(source, result) { x, y in
            forEachPlane(planes, rows.count * columns.count) { plane in
                var target = y + plane * rows.count * columns.count
                for row in rows {
                    let line = x + (plane * height + row) * width
                    for column in columns.indices { target[column] = line[columns[column]] }
                    target += columns.count
                }
            }
        }
        return result
    }

    /// The gradient of `resampled`: every element added to the one that it repeated.
    func addedBack(rows: [Int], columns: [Int], to shape: [Int]) -> Tensor {
        let source = packed()
        let (planes, height, width) = (shape[0] * shape[1], shape[2], shape[3])
        let result = Tensor.zeros(shape)
        withPointers(source, result) { g, x in
            forEachPlane(planes, rows.count * columns.count) { plane in
                var gradient = g + plane * rows.count * columns.count
                for row in rows {
                    let line = x + (plane * height + row) * width
                    for column in columns.indices { line[columns[column]] += gradient[column] }
                    gradient += columns.count
                }
            }
        }
        return result
    }

    private func forEachPlane(_ planes: Int, _ size: Int, _ body: (Int) -> Void) {
        Parallelism.ranges(planes, grain: Swift.max(1, Parallelism.grain / size)) { $0.forEach(body) }
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
