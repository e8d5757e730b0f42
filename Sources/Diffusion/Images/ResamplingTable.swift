/// Which source pixels make each pixel of a resized row, and with which weights.
///
/// Source: Pillow, `libImaging/Resample.c`, `precompute_coeffs` and `normalize_coeffs_8bpc`.
struct ResamplingTable {
    /// Bits behind the point of a weight: 32 less the 8 of a pixel and 2 for overshoot.
    static let precision = 22

    /// For each result pixel the first source pixel.
    private(set) var starts: [Int] = []
    /// For each result pixel the number of source pixels.
    private(set) var counts: [Int] = []
    /// `stride` fixed-point weights for each result pixel.
    private(set) var weights: [Int32] = []
    let stride: Int

    init(from source: Int, to result: Int, filter: ResamplingFilter) {
        let scale = Double(source) / Double(result)
        let filterScale = max(scale, 1)
        let support = filter.support * filterScale
        stride = Int(support.rounded(.up)) * 2 + 1
        for i in 0..<result {
            let center = (Double(i) + 0.5) * scale
            let first = max(0, Int(center - support + 0.5))
            let end = min(source, Int(center + support + 0.5))
            var values = (first..<max(first, end)).map { filter.weight((Double($0) - center + 0.5) * (1 / filterScale)) }
            let total = values.reduce(0, +)
            if total != 0 { values = values.map { $0 / total } }
            starts.append(first)
            counts.append(values.count)
            weights += values.map(Self.fixedPoint) + [Int32](repeating: 0, count: stride - values.count)
        }
    }

    private static func fixedPoint(_ value: Double) -> Int32 {
        let scaled = value * Double(1 << precision)
        return Int32(value < 0 ? scaled - 0.5 : scaled + 0.5)
    }
}
