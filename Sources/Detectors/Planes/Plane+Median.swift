extension Plane<UInt8> {
    /// The middle one of the values in a square around each pixel; beyond the edge, the pixels at the edge count again.
    ///
    /// - Parameter size: the square's side, odd.
    ///
    /// Source: Huang, Yang and Tang 1979, "A Fast Two-Dimensional Median Filtering Algorithm"; equal to OpenCV's `medianBlur`.
    func median(size: Int, check: () throws -> Void) throws -> Plane<UInt8> {
        let radius = size / 2
        let columns = (-radius..<width + radius).map { Border.replicated.place($0, in: width) }
        var result: [UInt8] = []
        result.reserveCapacity(values.count)
        for y in 0..<height {
            try check()
            let rows = (y - radius...y + radius).map { Border.replicated.place($0, in: height) * width }
            var window = MedianWindow(rank: size * size / 2)
            for column in columns.prefix(size) { for row in rows { window.add(values[row + column]) } }
            result.append(window.median)
            for x in 1..<max(1, width) {
                for row in rows {
                    window.remove(values[row + columns[x - 1]])
                    window.add(values[row + columns[x + size - 1]])
                }
                result.append(window.median)
            }
        }
        return Plane(width, height, result)
    }
}

/// How often each value occurs in a window that moves, and the value of a rank.
private struct MedianWindow {
    private var counts = [Int](repeating: 0, count: 256)
    private let rank: Int
    private var value = 0
    /// How many are smaller than `value`.
    private var smaller = 0

    init(rank: Int) { self.rank = rank }

    mutating func add(_ new: UInt8) {
        counts[Int(new)] += 1
        if new < value { smaller += 1 }
    }

    mutating func remove(_ old: UInt8) {
        counts[Int(old)] -= 1
        if old < value { smaller -= 1 }
    }

    /// The value of the rank, counted from 0.
    var median: UInt8 {
        mutating get {
            while smaller > rank {
                value -= 1
                smaller -= counts[value]
            }
            while smaller + counts[value] <= rank {
                smaller += counts[value]
                value += 1
            }
            return UInt8(value)
        }
    }
}
