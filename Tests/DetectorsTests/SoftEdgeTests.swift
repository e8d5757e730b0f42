import Detectors
import Diffusion
import TestSupport
import Testing

/// Soft edges and scribbles agree with their compositions in OpenCV: sums of 32-bit numbers are made in another order there, so values may fall on
/// the other side of a whole number or of a threshold.
@Suite struct SoftEdgeTests {
    @Test func edgesAreOpenCVs() throws {
        let fixtures = try DetectorFixtures()
        for fixture in try fixtures.cases("softEdge") {
            let found = try SoftEdges(contrast: try #require(fixture["contrast"].double)).control(of: fixtures.picture(of: fixture))
            let expected = try fixtures.result(of: fixture)
            #expect(found.largestDifference(from: expected) <= 1, "\(fixture["result"])")
            #expect(found.shareDiffering(from: expected) <= 0.0005, "\(fixture["result"])")
        }
    }

    @Test(arguments: [("scribble", Scribble.Method.softEdge), ("xdog", .xdog)])
    func scribblesAreThePeers(_ group: String, _ method: Scribble.Method) throws {
        let fixtures = try DetectorFixtures()
        for fixture in try fixtures.cases(group) {
            let found = try Scribble(method: method).control(of: fixtures.picture(of: fixture))
            #expect(found.shareDiffering(from: try fixtures.result(of: fixture)) <= 0.002, "\(fixture["result"])")
        }
    }

    @Test(arguments: [48, 96])
    func anEdgeIsAsBrightAsItIsHigh(_ height: UInt8) throws {
        var picture = try Bitmap(width: 64, height: 64)
        for y in 0..<64 { for x in 32..<64 { picture[x, y] = RGB(0, height, 0) } }
        let edges = try SoftEdges(contrast: 96).control(of: picture)
        let expected = Double(height) / 96 * 255
        #expect(abs(Double(edges[32, 32].red) - expected) < 25)
        #expect(edges[4, 32] == .black)
    }

    @Test func scribblesAreBlackAndWhite() throws {
        let picture = try DetectorFixtures().file("drawing.png").bitmap
        for method in Scribble.Method.allCases {
            let strokes = try Scribble(method: method).control(of: picture)
            let white = strokes.count(of: RGB(255, 255, 255))
            #expect(white > 200 && white + strokes.count(of: .black) == strokes.width * strokes.height)
            let fewer = try Scribble(method: method, threshold: 200).control(of: picture)
            #expect(fewer.count(of: RGB(255, 255, 255)) < white)
        }
    }

    @Test func argumentsMustMakeSense() {
        #expect(throws: DetectorError.self) { try SoftEdges(contrast: 0) }
        #expect(throws: DetectorError.self) { try SoftEdges(contrast: .nan) }
        #expect(throws: DetectorError.self) { try Scribble(threshold: 255) }
    }
}
