public import Diffusion

/// Straight lines, white on black. They stand in for M-LSD, which is a network.
///
/// Canny's edges vote for lines (Hough transform); from the strongest line to the weakest, stretches of edges along it become segments and take their
/// edges with them, as in the probabilistic transform, but without chance.
/// Source: Matas, Galambos and Kittler 2000, "Robust Detection of Lines Using the Progressive Probabilistic Hough Transform".
public struct StraightLines: Detector {
    public let kind = ControlKind.lines
    private let canny: Canny
    private let votes: Int?
    private let minimumLength: Double?
    private let maximumGap: Int?

    /// - Parameters:
    ///   - low: Canny's lower threshold.
    ///   - high: Canny's upper threshold.
    ///   - votes: edge pixels that a line needs; a tenth of the picture's shorter side where it is nil.
    ///   - minimumLength: of a segment, in pixels; a tenth of the shorter side where it is nil.
    ///   - maximumGap: missing pixels that a segment bridges; a hundredth of the shorter side, at least 2, where it is nil.
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)``.
    public init(low: Double = 100, high: Double = 200, votes: Int? = nil, minimumLength: Double? = nil, maximumGap: Int? = nil) throws {
        if let votes, votes < 1 { throw DetectorError.invalidArgument(name: "votes", expected: "at least 1", found: "\(votes)") }
        if let length = minimumLength, !(length.isFinite && length >= 0) {
            throw DetectorError.invalidArgument(name: "minimumLength", expected: "a number from 0", found: "\(length)")
        }
        if let maximumGap, maximumGap < 0 { throw DetectorError.invalidArgument(name: "maximumGap", expected: "at least 0", found: "\(maximumGap)") }
        canny = try Canny(low: low, high: high)
        (self.votes, self.minimumLength, self.maximumGap) = (votes, minimumLength, maximumGap)
    }

    public func control(of picture: Bitmap, check: () throws -> Void) throws -> Bitmap {
        var result = try Bitmap(width: picture.width, height: picture.height)
        for segment in try segments(of: picture, check: check) { result.drawLine(from: segment.start, to: segment.end, RGB(255, 255, 255)) }
        return result
    }

    /// The strongest line's first.
    package func segments(of picture: Bitmap, check: () throws -> Void) throws -> [Segment] {
        let edges = try canny.edges(of: picture, check: check)
        let side = min(picture.width, picture.height)
        let lines = try HoughTransform(edges, votes: votes ?? max(8, side / 10), check: check).lines
        var search = SegmentSearch(edges, minimumLength: minimumLength ?? Double(side) / 10, maximumGap: maximumGap ?? max(2, side / 100))
        return try lines.flatMap { line in
            try check()
            return search.segments(along: line)
        }
    }
}

/// A straight line with two ends.
package struct Segment: Equatable, Sendable {
    package let start: Place
    package let end: Place

    var length: Double { (Double(end.x - start.x) * Double(end.x - start.x) + Double(end.y - start.y) * Double(end.y - start.y)).squareRoot() }
}
