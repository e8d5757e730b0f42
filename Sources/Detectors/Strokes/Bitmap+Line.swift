package import Diffusion

/// A pixel's place; it may lie outside the picture.
package struct Place: Equatable, Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(_ x: Int, _ y: Int) { (self.x, self.y) = (x, y) }
}

extension Bitmap {
    /// A line one pixel wide, both ends included; what falls outside is left out.
    ///
    /// Source: Bresenham 1965, in the form of OpenCV's `line` (`LineIterator` from left to right, eight neighbours).
    package mutating func drawLine(from start: Place, to end: Place, _ colour: RGB) {
        guard let (first, last) = clipped(start, end) else { return }
        let (left, right) = last.x < first.x ? (last, first) : (first, last)
        let (dx, dy) = (right.x - left.x, abs(right.y - left.y))
        let isSteep = dy > dx
        let (long, short) = isSteep ? (dy, dx) : (dx, dy)
        let down = right.y < left.y ? -1 : 1
        var (place, error) = (left, long - 2 * short)
        for _ in 0...long {
            self[place.x, place.y] = colour
            let isAside = error < 0
            error += (isAside ? 2 * long : 0) - 2 * short
            if isSteep || isAside { place.y += down }
            if !isSteep || isAside { place.x += 1 }
        }
    }

    /// The part of a line that lies in the picture, nil where none does.
    ///
    /// Source: Cohen and Sutherland's method with OpenCV's order and rounding (`clipLine`).
    private func clipped(_ start: Place, _ end: Place) -> (Place, Place)? {
        var ends = [start, end]
        guard side(start) & side(end) == 0 else { return nil }
        for i in 0..<2 where side(ends[i]) & (Side.above | Side.below) != 0 {
            let edge = side(ends[i]) & Side.above != 0 ? 0 : height - 1
            let share = Double(edge - ends[i].y) * Double(ends[1].x - ends[0].x) / Double(ends[1].y - ends[0].y)
            ends[i] = Place(ends[i].x + Int(share), edge)
        }
        guard side(ends[0]) & side(ends[1]) == 0 else { return nil }
        for i in 0..<2 where side(ends[i]) != 0 {
            let edge = side(ends[i]) & Side.left != 0 ? 0 : width - 1
            let share = Double(edge - ends[i].x) * Double(ends[1].y - ends[0].y) / Double(ends[1].x - ends[0].x)
            ends[i] = Place(edge, ends[i].y + Int(share))
        }
        return (ends[0], ends[1])
    }

    private enum Side {
        static let (left, right, above, below) = (1, 2, 4, 8)
    }

    /// On which sides of the picture a place lies; 0 inside.
    private func side(_ place: Place) -> Int {
        (place.x < 0 ? Side.left : 0) | (place.x >= width ? Side.right : 0) | (place.y < 0 ? Side.above : 0) | (place.y >= height ? Side.below : 0)
    }
}
