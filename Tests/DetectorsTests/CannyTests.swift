import Detectors
import Diffusion
import TestSupport
import Testing

/// Canny's edges are OpenCV's.
@Suite struct CannyTests {
    @Test func edgesAreOpenCVs() throws {
        let fixtures = try DetectorFixtures()
        for fixture in try fixtures.cases("canny") {
            let detector = try Canny(
                low: try #require(fixture["low"].double), high: try #require(fixture["high"].double), aperture: fixture["aperture"].int ?? 3,
                norm: fixture["norm"].string.flatMap(Canny.Norm.init(rawValue:)) ?? .l1, grayscale: fixture["grayscale"].bool ?? false)
            let found = try detector.control(of: fixtures.picture(of: fixture))
            #expect(found == (try fixtures.result(of: fixture)), "\(fixture["result"])")
        }
    }

    @Test func aSquareHasFourEdges() throws {
        var picture = try Bitmap(width: 20, height: 20)
        for y in 5..<15 { for x in 5..<15 { picture[x, y] = RGB(255, 255, 255) } }
        let edges = try Canny().control(of: picture)
        #expect(30...44 ~= edges.count(of: RGB(255, 255, 255)))
        #expect(edges[10, 10] == .black && edges[0, 0] == .black)
    }

    @Test func thresholdsMustMakeSense() {
        #expect(throws: DetectorError.invalidArgument(name: "high", expected: "a number from low (200.0)", found: "100.0")) { try Canny(low: 200, high: 100) }
        #expect(throws: DetectorError.self) { try Canny(low: -1) }
        #expect(throws: DetectorError.self) { try Canny(low: .nan) }
        #expect(throws: DetectorError.self) { try Canny(high: .infinity) }
        #expect(throws: DetectorError.self) { try Canny(aperture: 4) }
    }

    @Test func hugeThresholdsFindNothing() throws {
        let noise = try DetectorFixtures().file("noise.png").bitmap
        for norm in Canny.Norm.allCases {
            let edges = try Canny(low: 1e300, high: 1e300, norm: norm).control(of: noise)
            #expect(edges.count(of: .black) == noise.width * noise.height)
        }
    }

    @Test func itCanBeStopped() throws {
        struct Stop: Error {}
        let noise = try DetectorFixtures().file("noise.png").bitmap
        for detector: any Detector in [try Canny(), try SoftEdges(), try Scribble(), try StraightLines(), try Segmentation(), try SurfaceNormals()] {
            #expect(throws: Stop.self, "\(detector.kind)") { try detector.control(of: noise) { throw Stop() } }
        }
    }
}
