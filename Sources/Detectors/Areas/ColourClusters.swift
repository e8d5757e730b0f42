import Diffusion

/// The few colours that stand best for all of a picture's, found by k-means.
///
/// The first centres are the mean, and then always the colour that is farthest from those taken: no chance is needed.
/// Source: Lloyd 1982, "Least Squares Quantization in PCM"; Gonzalez 1985, "Clustering to Minimize the Maximum Intercluster Distance".
struct ColourClusters {
    /// Red, green and blue, 0…255; fewer than asked for where the picture has fewer colours.
    private(set) var centers: [SIMD3<Float>]

    private let colours: [SIMD3<Float>]
    private let counts: [Double]

    private static let rounds = 20
    /// Centres that move less than this, in levels, stand still.
    private static let stillness: Float = 0.5

    /// - Parameter count: how many colours at most, from 1.
    init(of picture: Bitmap, count: Int, check: () throws -> Void) throws {
        (colours, counts) = Self.histogram(of: picture)
        centers = []
        centers = firstCenters(count)
        for _ in 0..<Self.rounds {
            try check()
            let next = means()
            let moved = zip(centers, next).map { Self.distance($0, $1) }.max() ?? 0
            centers = next
            if moved <= Self.stillness * Self.stillness { break }
        }
    }

    /// The centre that is nearest to a colour, of equals the first.
    func nearest(to colour: SIMD3<Float>) -> Int {
        var (best, least) = (0, Float.infinity)
        for (index, center) in centers.enumerated() {
            let distance = Self.distance(colour, center)
            if distance < least { (best, least) = (index, distance) }
        }
        return best
    }

    private func firstCenters(_ count: Int) -> [SIMD3<Float>] {
        var sum = SIMD3<Double>.zero
        for (colour, count) in zip(colours, counts) { sum += SIMD3<Double>(colour) * count }
        var chosen = [SIMD3<Float>(sum / counts.reduce(0, +))]
        var distances = colours.map { Self.distance($0, chosen[0]) }
        while chosen.count < count {
            guard let farthest = distances.indices.max(by: { distances[$0] < distances[$1] }), distances[farthest] > 0 else { break }
            chosen.append(colours[farthest])
            for place in colours.indices { distances[place] = min(distances[place], Self.distance(colours[place], colours[farthest])) }
        }
        return chosen
    }

    /// The mean of each cluster's colours; a centre that none is nearest to stays.
    private func means() -> [SIMD3<Float>] {
        var (sums, totals) = ([SIMD3<Double>](repeating: .zero, count: centers.count), [Double](repeating: 0, count: centers.count))
        for (colour, count) in zip(colours, counts) {
            let cluster = nearest(to: colour)
            sums[cluster] += SIMD3<Double>(colour) * count
            totals[cluster] += count
        }
        return centers.indices.map { totals[$0] > 0 ? SIMD3<Float>(sums[$0] / totals[$0]) : centers[$0] }
    }

    /// A picture's colours in order, and how often each occurs.
    private static func histogram(of picture: Bitmap) -> ([SIMD3<Float>], [Double]) {
        let pixels = picture.pixels
        let codes = stride(from: 0, to: pixels.count, by: 3).map { place -> UInt32 in
            let (red, green, blue) = (UInt32(pixels[place]), UInt32(pixels[place + 1]), UInt32(pixels[place + 2]))
            return red << 16 | green << 8 | blue
        }.sorted()
        var (colours, counts, previous) = ([SIMD3<Float>](), [Double](), UInt32.max)
        for code in codes {
            if code == previous {
                counts[counts.count - 1] += 1
            } else {
                colours.append(SIMD3(Float(code >> 16), Float(code >> 8 & 255), Float(code & 255)))
                counts.append(1)
                previous = code
            }
        }
        return (colours, counts)
    }

    /// The square of the distance.
    private static func distance(_ first: SIMD3<Float>, _ second: SIMD3<Float>) -> Float {
        let difference = first - second
        return (difference * difference).sum()
    }
}
