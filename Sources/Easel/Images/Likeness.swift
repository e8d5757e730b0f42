public import Diffusion

/// How alike pictures are by the colours of their middle: 0 nothing in common, 1 the same colours in the same shares.
///
/// Source: Swain and Ballard 1991, "Color Indexing", histogram intersection; here over 512 bins of the middle half.
struct ColourHistogram {
    private let shares: [Float]

    init(_ bitmap: Bitmap) {
        let (width, height) = (max(bitmap.width / 2, 1), max(bitmap.height / 2, 1))
        let (left, top) = ((bitmap.width - width) / 2, (bitmap.height - height) / 2)
        var counts = [Float](repeating: 0, count: 512)
        for y in top..<(top + height) {
            for x in left..<(left + width) {
                let pixel = (y * bitmap.width + x) * 3
                let bin = (0..<3).reduce(0) { $0 << 3 | Int(bitmap.pixels[pixel + $1] >> 5) }
                counts[bin] += 1
            }
        }
        shares = counts.map { $0 / Float(width * height) }
    }

    func intersection(with other: ColourHistogram) -> Float {
        zip(shares, other.shares).reduce(0) { $0 + min($1.0, $1.1) }
    }
}

extension EaselSession {
    /// What pictures are compared by.
    public enum LikenessMeasure: String, CaseIterable, Sendable {
        case colour
        case dino
        case clip
    }

    /// How alike pictures are to others, on average over all pairs, 0…1.
    ///
    /// Pictures are brought to one size first, so that a photograph and a small drawing can be compared.
    public func likeness(_ pictures: [Bitmap], to others: [Bitmap], by measure: LikenessMeasure = .colour) throws -> Double {
        guard measure == .colour else { throw EaselError.notYet("likeness by .\(measure.rawValue) is") }
        guard !pictures.isEmpty, !others.isEmpty else {
            throw EaselError.invalidArgument(name: "pictures", expected: "at least one picture on each side", found: "\(pictures.count) and \(others.count)")
        }
        let first = try pictures.map(Self.histogram)
        let second = try others.map(Self.histogram)
        let sum = first.reduce(0) { $0 + second.reduce(0) { [one = $1] in $0 + Double(one.intersection(with: $1)) } }
        return sum / Double(first.count * second.count)
    }

    private static func histogram(_ bitmap: Bitmap) throws -> ColourHistogram {
        ColourHistogram(try bitmap.squareCropped().resized(width: 64, height: 64, filter: .box))
    }
}
