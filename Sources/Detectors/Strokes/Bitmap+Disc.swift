package import Diffusion

extension Bitmap {
    /// A filled circle; what falls outside is left out.
    ///
    /// Source: OpenCV, `circle` with a negative thickness: Bresenham's circle, filled row by row.
    package mutating func drawDisc(at center: Place, radius: Int, _ colour: RGB) {
        var (dx, dy, error, plus, minus) = (radius, 0, 0, 1, 2 * radius - 1)
        while dx >= dy {
            for y in [center.y - dy, center.y + dy] { fillRow(y, from: center.x - dx, through: center.x + dx, colour) }
            for y in [center.y - dx, center.y + dx] { fillRow(y, from: center.x - dy, through: center.x + dy, colour) }
            dy += 1
            error += plus
            plus += 2
            guard error > 0 else { continue }
            error -= minus
            dx -= 1
            minus -= 2
        }
    }

    /// Fills a part of a row; what falls outside is left out.
    mutating func fillRow(_ y: Int, from first: Int, through last: Int, _ colour: RGB) {
        guard y >= 0, y < height, first < width, last >= 0, first <= last else { return }
        for x in max(0, first)...min(width - 1, last) { self[x, y] = colour }
    }
}
