package import Diffusion
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// A polygon without dents.
package struct ConvexPolygon {
    let corners: [Place]

    /// An ellipse as a polygon with a corner for each degree; corners that fall on the one before are left out.
    ///
    /// - Parameter angle: by how many degrees the first axis is turned from the right downwards.
    ///
    /// Source: OpenCV, `ellipse2Poly` from 0 to 360 degrees in steps of one.
    package init(ellipseAt center: Place, halfAxes: (Int, Int), angle: Int) {
        let turn = angle % 360 + (angle < 0 && angle % 360 != 0 ? 360 : 0)
        let (sine, cosine) = (Double(Self.sine(turn)), Double(Self.sine(turn + 90)))
        var corners: [Place] = []
        for degree in 0...360 {
            let (along, across) = (Double(halfAxes.0) * Double(Self.sine(degree + 90)), Double(halfAxes.1) * Double(Self.sine(degree)))
            let x = (Double(center.x) + along * cosine - across * sine).rounded(.toNearestOrEven)
            let y = (Double(center.y) + along * sine + across * cosine).rounded(.toNearestOrEven)
            let corner = Place(Int(x), Int(y))
            if corner != corners.last { corners.append(corner) }
        }
        self.corners = corners.count == 1 ? [center, center] : corners
    }

    /// The sine as OpenCV's table has it: seven digits behind the point.
    private static func sine(_ degree: Int) -> Float { sines[degree % 360] }

    private static let sines = (0..<360).map { degree in
        Float((sin(Double(degree) * .pi / 180) * 1e7).rounded() / 1e7)
    }
}

extension Bitmap {
    /// Fills a polygon, its outline included; what falls outside is left out.
    ///
    /// Source: OpenCV, `fillConvexPoly` (eight neighbours, whole coordinates): two edges run down in 16-bit fixed point.
    package mutating func fill(_ polygon: ConvexPolygon, _ colour: RGB) {
        let corners = polygon.corners
        guard var last = corners.last, let top = corners.indices.min(by: { corners[$0].y < corners[$1].y }) else { return }
        for corner in corners {
            drawLine(from: last, to: corner, colour)
            last = corner
        }
        guard corners.count > 2, let bottom = corners.map(\.y).max(), bottom >= 0 else { return }
        var sides = (PolygonSide(top, step: 1), PolygonSide(top, step: corners.count - 1))
        var left = corners.count
        var y = corners[top].y
        while y <= min(bottom, height - 1) {
            sides.0.turn(at: y, corners, &left)
            sides.1.turn(at: y, corners, &left)
            let half = 1 << 15
            let (first, second) = (min(sides.0.x, sides.1.x), max(sides.0.x, sides.1.x))
            fillRow(y, from: (first + half) >> 16, through: (second + half) >> 16, colour)
            sides.0.x += sides.0.slope
            sides.1.x += sides.1.slope
            y += 1
        }
    }
}

/// One side of a polygon that is filled from top to bottom.
private struct PolygonSide {
    private var corner: Int
    private let step: Int
    /// The row in which the edge ends.
    private var end: Int?
    /// Where the side is, in 65,536ths of a pixel.
    var x = -1 << 16
    private(set) var slope = 0

    init(_ top: Int, step: Int) { (corner, self.step) = (top, step) }

    /// Where an edge ends in this row, goes on to the next one that leads further down.
    ///
    /// - Parameter left: how many edges neither side has taken yet.
    mutating func turn(at y: Int, _ corners: [Place], _ left: inout Int) {
        guard end.map({ y >= $0 }) ?? true else { return }
        var from = corner
        while left > 0 {
            left -= 1
            let to = (from + step) % corners.count
            if corners[to].y > y {
                let rows = corners[to].y - y
                (x, slope) = (corners[from].x << 16, (((corners[to].x - corners[from].x) << 17) + rows) / (2 * rows))
                (corner, end) = (to, corners[to].y)
                return
            }
            from = to
        }
    }
}
