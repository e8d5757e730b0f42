import Detectors
import Diffusion
import TestSupport
import Testing

/// Lines, ellipses and discs are OpenCV's, pixel by pixel, inside and across the picture's edges.
@Suite struct StrokeTests {
    @Test func linesAreOpenCVs() throws {
        try check("lines") { canvas, line in canvas.drawLine(from: Place(line[0], line[1]), to: Place(line[2], line[3]), Self.colour(line)) }
    }

    @Test func ellipsesAreOpenCVs() throws {
        try check("ellipses") { canvas, ellipse in
            let polygon = ConvexPolygon(ellipseAt: Place(ellipse[0], ellipse[1]), halfAxes: (ellipse[2], ellipse[3]), angle: ellipse[4])
            canvas.fill(polygon, Self.colour(ellipse))
        }
    }

    @Test func discsAreOpenCVs() throws {
        try check("discs") { canvas, disc in canvas.drawDisc(at: Place(disc[0], disc[1]), radius: disc[2], Self.colour(disc)) }
    }

    private func check(_ group: String, draw: (inout Bitmap, [Int]) -> Void) throws {
        let fixtures = try DetectorFixtures()
        var canvas = try Bitmap(width: 90, height: 60)
        for stroke in try fixtures.strokes(group) { draw(&canvas, stroke) }
        #expect(canvas == (try fixtures.file("strokes-\(group).png").bitmap))
    }

    private static func colour(_ numbers: [Int]) -> RGB {
        let last = numbers.suffix(3).map { UInt8($0) }
        return RGB(last[0], last[1], last[2])
    }
}
