import Detectors
import Diffusion
import TestSupport
import Testing

/// Depth and normals from a given picture of distances, as controlnet_aux makes them of MiDaS's.
@Suite struct DepthTests {
    @Test func depthIsMiDaSs() throws {
        let fixtures = try DetectorFixtures()
        for fixture in try fixtures.cases("depth") {
            let file = try fixtures.file(try #require(fixture["picture"].string) + ".png")
            let map = try DepthMap(file, isInverted: fixture["inverted"] == .bool(true))
            #expect(try map.bitmap == fixtures.result(of: fixture), "\(fixture["result"])")
        }
    }

    /// Exactly without smoothing, where all numbers are whole; with it, sums are made in another order.
    @Test func normalsAreThePeers() throws {
        let fixtures = try DetectorFixtures()
        for fixture in try fixtures.cases("normals") {
            let smoothing = try #require(fixture["smoothing"].double)
            let detector = try SurfaceNormals(
                background: try #require(fixture["background"].double), relief: try #require(fixture["relief"].double), smoothing: smoothing)
            let map = try DepthMap(fixtures.file(try #require(fixture["picture"].string) + ".png"))
            let (found, expected) = (try detector.control(of: map), try fixtures.result(of: fixture))
            #expect(found.largestDifference(from: expected) <= 1, "\(fixture["result"])")
            #expect(found.shareDiffering(from: expected) <= 0.0005, "\(fixture["result"])")
        }
    }

    /// A ball that is nearest in its middle.
    @Test func coloursSayWhereASurfaceLooks() throws {
        var ball = try Bitmap(width: 101, height: 101)
        for y in 0...100 {
            for x in 0...100 {
                let height = 2000 - (x - 50) * (x - 50) - (y - 50) * (y - 50)
                if height > 0 { ball[x, y] = RGB(gray: UInt8(100 + 150 * height / 2000)) }
            }
        }
        let normals = try SurfaceNormals().control(of: ball)
        #expect(normals[30, 50].red > 180 && normals[70, 50].red < 75)
        #expect(normals[50, 30].green > 180 && normals[50, 70].green < 75)
        #expect(normals[50, 50].blue > 240 && normals[2, 2] == RGB(127, 127, 255))
        let turned = try SurfaceNormals(colours: .midas).control(of: ball)
        let (ours, theirs) = (normals[30, 40], turned[30, 40])
        #expect((ours.red, ours.green, ours.blue) == (theirs.blue, theirs.green, theirs.red))
    }

    @Test func flatDepthIsAnError() throws {
        let flat = try Bitmap(width: 5, height: 4, fill: RGB(gray: 7))
        #expect(throws: DetectorError.flatDepth) { try Depth().control(of: flat) }
        #expect(throws: DetectorError.flatDepth) { try SurfaceNormals().control(of: flat) }
    }

    @Test func argumentsMustMakeSense() {
        #expect(throws: DetectorError.self) { try SurfaceNormals(background: 1.5) }
        #expect(throws: DetectorError.self) { try SurfaceNormals(relief: 0) }
        #expect(throws: DetectorError.self) { try SurfaceNormals(relief: .nan) }
        #expect(throws: DetectorError.self) { try SurfaceNormals(smoothing: -1) }
    }
}

extension RGB {
    fileprivate init(gray: UInt8) { self.init(gray, gray, gray) }
}
