internal import Diffusion
internal import Glibc

extension Canvas {
    /// A place on a canvas in pixels from the top left corner; the middle of the first pixel is (0.5, 0.5).
    typealias Place = (x: Double, y: Double)

    /// Draws a smooth line through finite places, round at its ends and corners.
    mutating func stroke(_ places: [Place], thickness: Double, colour: RGB) {
        var mask = CoverageMask(width: width, height: height)
        for (from, to) in zip(places, places.dropFirst()) { mask.cover(from, to, radius: thickness / 2) }
        apply(mask, colour)
    }

    /// Draws a filled circle around each of the finite places.
    mutating func dot(_ places: [Place], diameter: Double, colour: RGB) {
        var mask = CoverageMask(width: width, height: height)
        for place in places { mask.cover(place, place, radius: diameter / 2) }
        apply(mask, colour)
    }

    private mutating func apply(_ mask: CoverageMask, _ colour: RGB) {
        for y in 0..<height {
            for x in 0..<width where mask.values[y * width + x] > 0 {
                blend(x, y, colour, coverage: mask.values[y * width + x])
            }
        }
    }
}

/// How much of each pixel a shape covers, so that parts which overlap are mixed in once.
private struct CoverageMask {
    let width: Int
    let height: Int
    var values: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = [UInt8](repeating: 0, count: width * height)
    }

    /// Covers what lies within `radius` of the straight line between two places.
    mutating func cover(_ from: Canvas.Place, _ to: Canvas.Place, radius: Double) {
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        let squaredLength = dx * dx + dy * dy
        let rows = Self.pixels(min(from.y, to.y) - radius - 1, max(from.y, to.y) + radius + 1, limit: height)
        let columns = Self.pixels(min(from.x, to.x) - radius - 1, max(from.x, to.x) + radius + 1, limit: width)
        for y in rows {
            for x in columns {
                let (px, py) = (Double(x) + 0.5 - from.x, Double(y) + 0.5 - from.y)
                let along = squaredLength == 0 ? 0 : min(max((px * dx + py * dy) / squaredLength, 0), 1)
                let distance = hypot(px - along * dx, py - along * dy)
                let coverage = UInt8(min(max(radius + 0.5 - distance, 0), 1) * 255)
                values[y * width + x] = max(values[y * width + x], coverage)
            }
        }
    }

    private static func pixels(_ lower: Double, _ upper: Double, limit: Int) -> Range<Int> {
        let first = Int(min(max(lower, 0), Double(limit)))
        return first..<max(first, Int(min(max(upper.rounded(.up), 0), Double(limit))))
    }
}
