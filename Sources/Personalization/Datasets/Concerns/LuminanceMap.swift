import Diffusion

/// How bright a picture is, place by place, as numbers that can be measured.
struct LuminanceMap {
    let width: Int
    let height: Int
    let values: [Double]

    init(_ bitmap: Bitmap) {
        (width, height) = (bitmap.width, bitmap.height)
        values = bitmap.luminance.map { Double($0) }
    }

    subscript(x: Int, y: Int) -> Double { values[y * width + x] }

    var mean: Double { values.reduce(0, +) / Double(max(values.count, 1)) }

    /// The variance of the Laplacian as a share of the variance of the brightness: how much of what is there is edges.
    ///
    /// Source: Pech-Pacheco et al. 2000, "Diatom autofocusing in brightfield microscopy: a comparative study"; divided, so that contrast does not matter.
    var sharpness: Double {
        guard width > 2, height > 2 else { return .infinity }
        var laplacian: [Double] = []
        for y in 1..<(height - 1) {
            for x in 1..<(width - 1) { laplacian.append(self[x - 1, y] + self[x + 1, y] + self[x, y - 1] + self[x, y + 1] - 4 * self[x, y]) }
        }
        return Self.variance(laplacian) / max(Self.variance(values), 1)
    }

    /// How strongly brightness changes to the right and down, one row and one column less.
    var edges: [[Double]] {
        (0..<max(height - 1, 0)).map { y in
            (0..<max(width - 1, 0)).map { x in abs(self[x + 1, y] - self[x, y]) + abs(self[x, y + 1] - self[x, y]) }
        }
    }

    static func variance(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count, 1))
    }
}
