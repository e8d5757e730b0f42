import Detectors
import Diffusion
import TestSupport
import Testing

/// Areas agree with OpenCV's median filter and k-means, whose sums of 32-bit numbers lose a little.
@Suite struct SegmentationTests {
    @Test func areasAreOpenCVs() throws {
        let fixtures = try DetectorFixtures()
        for fixture in try fixtures.cases("segments") {
            let detector = try Segmentation(colours: try #require(fixture["colours"].int), smoothing: try #require(fixture["smoothing"].int))
            let found = try detector.control(of: fixtures.picture(of: fixture))
            #expect(found.shareDiffering(from: try fixtures.result(of: fixture), byMoreThan: 1) <= 0.001, "\(fixture["result"])")
        }
    }

    @Test(arguments: [2, 5, 20])
    func thereAreAtMostSoManyColours(_ count: Int) throws {
        let areas = try Segmentation(colours: count).control(of: DetectorFixtures().file("cat.png").bitmap)
        let colours = Set(stride(from: 0, to: areas.pixels.count, by: 3).map { areas.pixels[$0..<$0 + 3] })
        #expect(colours.count == count)
    }

    @Test func fewColoursStayThemselves() throws {
        var picture = try Bitmap(width: 12, height: 12, fill: RGB(10, 200, 30))
        for y in 0..<12 { for x in 6..<12 { picture[x, y] = RGB(250, 20, 90) } }
        #expect(try Segmentation(colours: 8).control(of: picture) == picture)
        let pixel = try Bitmap(width: 1, height: 1, fill: RGB(1, 2, 3))
        #expect(try Segmentation().control(of: pixel) == pixel)
    }

    @Test func argumentsMustMakeSense() {
        #expect(throws: DetectorError.self) { try Segmentation(colours: 1) }
        #expect(throws: DetectorError.self) { try Segmentation(colours: 257) }
        #expect(throws: DetectorError.self) { try Segmentation(smoothing: 4) }
        #expect(throws: DetectorError.self) { try Segmentation(smoothing: 33) }
    }
}
