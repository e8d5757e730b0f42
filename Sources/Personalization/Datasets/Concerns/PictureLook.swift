import Diffusion

/// What pixels tell about a single picture, at the size that a model sees it at.
struct PictureLook {
    private let bitmap: Bitmap
    private let map: LuminanceMap
    private let side: Int

    /// - Parameter side: of the model's square; a blur that vanishes at this size does no harm.
    init(_ bitmap: Bitmap, side: Int) {
        let shorter = min(bitmap.width, bitmap.height)
        self.side = min(side, shorter)
        self.bitmap = shorter > side ? (try? bitmap.resized(shorterSide: side, filter: .bicubic)) ?? bitmap : bitmap
        map = LuminanceMap(self.bitmap)
    }

    /// The brightest byte less the darkest.
    var valueRange: Int { Int(bitmap.pixels.max() ?? 0) - Int(bitmap.pixels.min() ?? 0) }

    /// Edges are thinner in larger pictures, so they may be a smaller share of them.
    var isBlurred: Bool { map.sharpness < 5 / Double(max(side, 1)) }

    /// Bars of one colour along two opposite sides or all four, where they are.
    var border: String? {
        let (sides, stacked) = (bars(isVertical: false), bars(isVertical: true))
        return sides && stacked ? "on all sides" : stacked ? "above and below" : sides ? "left and right" : nil
    }

    /// Where most of what changes lies: scenery that runs across the picture is left out, row by row.
    var isOffCentre: Bool {
        guard let small = try? bitmap.resized(width: 64, height: 64, filter: .box) else { return false }
        let rows = LuminanceMap(small).edges.map { row in
            let middle = row.sorted()[row.count / 2]
            return row.map { max($0 - middle, 0) }
        }
        let total = rows.reduce(0) { $0 + $1.reduce(0, +) }
        guard total > 0 else { return false }
        let x = rows.reduce(0) { $0 + $1.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } } / total / 62
        let y = rows.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element.reduce(0, +) } / total / 62
        return abs(x - 0.5) > 0.17 || abs(y - 0.5) > 0.23
    }

    /// Whether small marks of one height stand in a row, as letters do.
    var hasWriting: Bool { WritingSearch(map).isFound }

    /// Whether both ends have a band of one colour, the same on both, that stops at once along its whole length.
    private func bars(isVertical: Bool) -> Bool {
        let (length, breadth) = isVertical ? (bitmap.height, bitmap.width) : (bitmap.width, bitmap.height)
        func colour(_ place: Int, _ along: Int) -> RGB { isVertical ? bitmap[along, place] : bitmap[place, along] }
        func bar(from start: Int, step: Int) -> RGB? {
            let first = colour(start, 0)
            func misses(_ place: Int) -> Int { (0..<breadth).count { Self.distance(colour(place, $0), first) > 24 } }
            let thickness = (0..<(length / 3)).first { misses(start + $0 * step) > breadth / 50 } ?? 0
            guard thickness * 50 >= length else { return nil }
            // Bicubic shrinking mixes one row.
            return misses(start + (thickness + 1) * step) * 10 > breadth * 8 ? first : nil
        }
        guard length >= 16, let start = bar(from: 0, step: 1), let end = bar(from: length - 1, step: -1) else { return false }
        return Self.distance(start, end) <= 24
    }

    private static func distance(_ one: RGB, _ other: RGB) -> Int {
        abs(Int(one.red) - Int(other.red)) + abs(Int(one.green) - Int(other.green)) + abs(Int(one.blue) - Int(other.blue))
    }
}
