import Diffusion

/// What a set's pictures have in common that they should not: what never varies is learnt with the subject.
struct SceneVariety {
    private let pictures: [Bitmap]

    init(_ pictures: [Bitmap]) { self.pictures = pictures }

    func concerns(of purpose: ImageSet.Purpose) -> [String] {
        guard pictures.count > 2 else { return [] }
        var texts: [String] = []
        if purpose == .object {
            if backgroundDifference < 12 {
                texts.append("the background never varies: it is learnt with the subject")
            } else if lightDifference < 6 {
                texts.append("the light never varies: all pictures are equally bright, and so will be what is drawn")
            }
        }
        if purpose == .style, outlineLikeness > 0.5 { texts.append("the same thing stands in all pictures: it is learnt with the style") }
        return texts
    }

    /// How much the outer fifth differs from picture to picture, in bytes, on average over all pairs.
    private var backgroundDifference: Double {
        let rings = pictures.map { picture -> [Double] in
            guard let small = try? picture.resized(width: 10, height: 10, filter: .box) else { return [] }
            let places = (0..<100).filter { !(2..<8).contains($0 % 10) || !(2..<8).contains($0 / 10) }
            return places.flatMap { place in (0..<3).map { Double(small.pixels[place * 3 + $0]) } }
        }
        return Self.meanOverPairs(rings) { one, other in zip(one, other).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(max(one.count, 1)) }
    }

    /// The standard deviation of the pictures' mean brightness.
    private var lightDifference: Double {
        let means = pictures.map { picture in (try? picture.resized(width: 16, height: 16, filter: .box)).map { LuminanceMap($0).mean } ?? 0 }
        return LuminanceMap.variance(means).squareRoot()
    }

    /// How much the outlines in the middle of the pictures agree: the correlation of their edges on a raster of 6×6, on average over all pairs.
    private var outlineLikeness: Double {
        Self.meanOverPairs(pictures.map(Self.outline)) { one, other in
            zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } / Double(max(one.count, 1))
        }
    }

    /// Normalised to mean 0 and variance 1.
    private static func outline(_ picture: Bitmap) -> [Double] {
        guard let small = try? picture.squareCropped().resized(width: 96, height: 96, filter: .box) else { return [] }
        let edges = LuminanceMap(small).edges
        var cells = [Double](repeating: 0, count: 36)
        for y in 15..<75 {
            for x in 15..<75 { cells[(y - 15) / 10 * 6 + (x - 15) / 10] += min(edges[y][x], 60) / 100 }
        }
        let mean = cells.reduce(0, +) / 36
        let deviation = max(LuminanceMap.variance(cells).squareRoot(), 1e-6)
        return cells.map { ($0 - mean) / deviation }
    }

    private static func meanOverPairs(_ values: [[Double]], _ compare: ([Double], [Double]) -> Double) -> Double {
        let pairs = values.indices.flatMap { first in values[(first + 1)...].map { compare(values[first], $0) } }
        return pairs.reduce(0, +) / Double(max(pairs.count, 1))
    }
}
