internal import Diffusion
internal import Glibc

extension Canvas {
    /// Fills a slice of a circle, smooth at its edges.
    ///
    /// - Parameter turns: where it starts and ends, in turns clockwise from the top, within 0…1.
    mutating func fillSector(around centre: Place, radius: Double, turns: Range<Double>, colour: RGB) {
        let rows = Int(max(0, centre.y - radius))..<min(height, Int(centre.y + radius) + 1)
        let columns = Int(max(0, centre.x - radius))..<min(width, Int(centre.x + radius) + 1)
        for y in rows {
            for x in columns {
                let inside = Self.samples.count { sample in
                    let (dx, dy) = (Double(x) + sample.x - centre.x, Double(y) + sample.y - centre.y)
                    guard dx * dx + dy * dy <= radius * radius else { return false }
                    let turn = atan2(dx, -dy) / (2 * .pi)
                    return turns.contains(turn < 0 ? turn + 1 : turn)
                }
                if inside > 0 { blend(x, y, colour, coverage: UInt8(inside * 255 / Self.samples.count)) }
            }
        }
    }

    /// Sixteen places within a pixel.
    private static let samples: [Place] = (0..<16).map { number in
        let (column, row) = (Double(number % 4), Double(number / 4))
        return ((column + 0.5) / 4, (row + 0.5) / 4)
    }
}
