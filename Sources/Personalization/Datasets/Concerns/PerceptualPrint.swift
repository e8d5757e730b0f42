import Diffusion

/// A picture's print: two pictures with nearly the same one look nearly the same.
///
/// Source: Krawetz 2013, "Kind of Like That", the difference hash; a thumbnail beside it tells apart pictures that share their outlines only.
struct PerceptualPrint {
    private let bits: [Bool]
    private let mirrored: [Bool]
    private let thumbnail: [Double]
    private let mirroredThumbnail: [Double]

    init(_ bitmap: Bitmap) {
        // Photographs have millions of pixels: all further work is done on some thousand.
        let small = (try? bitmap.resized(width: 72, height: 64, filter: .box)) ?? bitmap
        let flipped = small.flippedHorizontally()
        (bits, thumbnail) = (Self.bits(small), Self.thumbnail(small))
        (mirrored, mirroredThumbnail) = (Self.bits(flipped), Self.thumbnail(flipped))
    }

    func isAlike(_ other: PerceptualPrint) -> Bool {
        Self.areAlike(bits, thumbnail, other.bits, other.thumbnail) || Self.areAlike(mirrored, mirroredThumbnail, other.bits, other.thumbnail)
    }

    private static func areAlike(_ bits: [Bool], _ thumbnail: [Double], _ otherBits: [Bool], _ otherThumbnail: [Double]) -> Bool {
        let distance = zip(bits, otherBits).count { $0.0 != $0.1 }
        let difference = zip(thumbnail, otherThumbnail).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(max(thumbnail.count, 1))
        return distance <= 4 && difference < 12
    }

    /// Whether each cell of an 8×8 raster is darker than the one to its right.
    private static func bits(_ bitmap: Bitmap) -> [Bool] {
        guard let small = try? bitmap.resized(width: 9, height: 8, filter: .box) else { return [] }
        let values = small.luminance
        return (0..<64).map { values[$0 / 8 * 9 + $0 % 8] < values[$0 / 8 * 9 + $0 % 8 + 1] }
    }

    /// 8×8 colours, of one brightness for all pictures.
    private static func thumbnail(_ bitmap: Bitmap) -> [Double] {
        let values = ((try? bitmap.resized(width: 8, height: 8, filter: .box))?.pixels ?? []).map { Double($0) }
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        return values.map { $0 * 128 / max(mean, 1) }
    }
}
