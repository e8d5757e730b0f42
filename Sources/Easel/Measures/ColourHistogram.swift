import Diffusion

/// How alike pictures are by the colours of their middle: 0 nothing in common, 1 the same colours in the same shares.
///
/// Source: Swain and Ballard 1991, "Color Indexing", histogram intersection; here over 512 bins of the middle half.
struct ColourHistogram {
    private let shares: [Float]

    /// Pictures are brought to one size first, so that a photograph and a small drawing can be compared.
    init(_ picture: Bitmap) throws {
        let bitmap = try picture.squareCropped().resized(width: 64, height: 64, filter: .box)
        let (width, height) = (bitmap.width / 2, bitmap.height / 2)
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
