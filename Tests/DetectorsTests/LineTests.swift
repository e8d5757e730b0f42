import Detectors
import Diffusion
import TestSupport
import Testing

/// Straight lines: peaks are OpenCV's, segments are those that were drawn.
@Suite struct LineTests {
    @Test func peaksAreOpenCVs() throws {
        let fixtures = try DetectorFixtures()
        for fixture in try fixtures.cases("hough") {
            let edges = try Canny().edges(of: fixtures.picture(of: fixture)) {}
            let found = try HoughTransform(edges, votes: try #require(fixture["votes"].int)) {}.lines
            let expected = try #require(fixture["lines"].array).map { try #require($0.doubles) }
            #expect(found.map { [Double($0.distance), Double($0.degree), Double($0.votes)] } == expected, "\(fixture["picture"])")
        }
    }

    /// Two bars, of which each has two long sides.
    @Test func segmentsLieOnWhatWasDrawn() throws {
        var picture = try Bitmap(width: 100, height: 80)
        for x in 10..<90 { for y in 20..<26 { picture[x, y] = RGB(255, 255, 255) } }
        for x in 40..<46 { for y in 35..<75 { picture[x, y] = RGB(255, 255, 255) } }
        let segments = try StraightLines(minimumLength: 30).segments(of: picture) {}
        #expect(segments.count == 4)
        for segment in segments {
            let isFlat = segment.start.y == segment.end.y
            #expect(isFlat || segment.start.x == segment.end.x)
            let ends = isFlat ? [segment.start.x, segment.end.x] : [segment.start.y, segment.end.y]
            for (end, drawn) in zip(ends, isFlat ? [10, 89] : [35, 74]) { #expect(abs(end - drawn) <= 2) }
            let side = isFlat ? segment.start.y : segment.start.x
            #expect((isFlat ? [20, 26] : [40, 46]).contains { abs($0 - side) <= 1 })
        }
    }

    @Test func theControlIsMadeOfTheSegments() throws {
        let picture = try DetectorFixtures().file("drawing.png").bitmap
        let detector = try StraightLines()
        let segments = try detector.segments(of: picture) {}
        #expect(segments.count >= 6)
        var expected = try Bitmap(width: picture.width, height: picture.height)
        for segment in segments { expected.drawLine(from: segment.start, to: segment.end, RGB(255, 255, 255)) }
        #expect(try detector.control(of: picture) == expected)
    }

    @Test func gapsAreBridgedWhereAsked() throws {
        var picture = try Bitmap(width: 120, height: 40)
        for x in 10..<110 where !(55..<63).contains(x) { for y in 18..<24 { picture[x, y] = RGB(255, 255, 255) } }
        let apart = try StraightLines(minimumLength: 20, maximumGap: 2).segments(of: picture) {}
        let together = try StraightLines(minimumLength: 20, maximumGap: 12).segments(of: picture) {}
        #expect(apart.count == 4 && together.count == 2)
    }

    @Test func argumentsMustMakeSense() {
        #expect(throws: DetectorError.self) { try StraightLines(votes: 0) }
        #expect(throws: DetectorError.self) { try StraightLines(minimumLength: -1) }
        #expect(throws: DetectorError.self) { try StraightLines(minimumLength: .nan) }
        #expect(throws: DetectorError.self) { try StraightLines(maximumGap: -1) }
        #expect(throws: DetectorError.self) { try StraightLines(low: 3, high: 2) }
    }
}
