extension Plane<Float> {
    /// The plane weighted along rows, then along columns; both kernels have an odd number of weights, the middle one for the pixel itself.
    ///
    /// Whole numbers stay exact as long as sums stay below 2²⁴.
    func filtered(rows: [Float], columns: [Float], border: Border, check: () throws -> Void) throws -> Plane<Float> {
        try filteredAlongRows(rows, border: border, check: check).filteredAlongColumns(columns, border: border, check: check)
    }

    private func filteredAlongRows(_ kernel: [Float], border: Border, check: () throws -> Void) throws -> Plane<Float> {
        let radius = kernel.count / 2
        let places = (-radius..<width + radius).map { border.place($0, in: width) }
        var result: [Float] = []
        result.reserveCapacity(values.count)
        for y in 0..<height {
            try check()
            let row = places.map { values[y * width + $0] }
            var sums = [Float](repeating: 0, count: width)
            for (tap, weight) in kernel.enumerated() where weight != 0 { Self.add(row, from: tap, times: weight, to: &sums) }
            result += sums
        }
        return Plane(width, height, result)
    }

    private func filteredAlongColumns(_ kernel: [Float], border: Border, check: () throws -> Void) throws -> Plane<Float> {
        let radius = kernel.count / 2
        var result: [Float] = []
        result.reserveCapacity(values.count)
        for y in 0..<height {
            try check()
            var sums = [Float](repeating: 0, count: width)
            for (tap, weight) in kernel.enumerated() where weight != 0 {
                Self.add(values, from: border.place(y + tap - radius, in: height) * width, times: weight, to: &sums)
            }
            result += sums
        }
        return Plane(width, height, result)
    }

    @inline(__always)
    private static func add(_ source: [Float], from start: Int, times weight: Float, to sums: inout [Float]) {
        for x in sums.indices { sums[x] += weight * source[start + x] }
    }
}
