import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Straight lines without ends, each with the edge pixels that vote for it.
///
/// Source: Duda and Hart 1972, "Use of the Hough Transformation"; exactly as OpenCV's `HoughLines` with steps of one pixel and one degree.
package struct HoughTransform {
    /// The line of all places with x · cos(angle) + y · sin(angle) = distance.
    package struct Line: Equatable, Sendable {
        package let distance: Float
        /// In degrees, 0..<180.
        package let degree: Int
        package let votes: Int
    }

    /// The strongest first.
    package let lines: [Line]

    private static let angles = 180

    /// - Parameters:
    ///   - edges: pixels that are not 0 vote.
    ///   - votes: a line has more than these.
    package init(_ edges: Plane<UInt8>, votes limit: Int, check: () throws -> Void) throws {
        let distances = (edges.width + edges.height) * 2 + 1
        let votes = try Self.votes(of: edges, distances: distances, check: check)
        var peaks: [Int] = []
        for angle in 1...Self.angles {
            for place in (angle * (distances + 2) + 1)..<((angle + 1) * (distances + 2) - 1) {
                let own = votes[place]
                if own > limit, own > votes[place - 1], own >= votes[place + 1], own > votes[place - distances - 2], own >= votes[place + distances + 2] {
                    peaks.append(place)
                }
            }
        }
        lines = peaks.sorted { (votes[$1], $0) < (votes[$0], $1) }.map { place in
            let (angle, distance) = (place / (distances + 2) - 1, place % (distances + 2) - 1)
            return Line(distance: Float(distance) - Float(distances - 1) * 0.5, degree: angle, votes: Int(votes[place]))
        }
    }

    /// A row for each angle, a column for each distance, with a rim of zeros.
    private static func votes(of edges: Plane<UInt8>, distances: Int, check: () throws -> Void) throws -> [Int32] {
        var votes = [Int32](repeating: 0, count: (angles + 2) * (distances + 2))
        let directions = Self.directions
        let middle = (distances - 1) / 2
        for y in 0..<edges.height {
            try check()
            for x in 0..<edges.width where edges.values[y * edges.width + x] != 0 {
                var row = distances + 3 + middle
                for direction in directions {
                    let distance = Float(x) * direction.x + Float(y) * direction.y
                    votes[row + Int(distance.rounded(.toNearestOrEven))] += 1
                    row += distances + 2
                }
            }
        }
        return votes
    }

    /// Cosine and sine of each angle, whose steps are added up in 32 bits as OpenCV does.
    static let directions: [SIMD2<Float>] = {
        var angle: Float = 0
        return (0..<angles).map { _ in
            defer { angle += Float(Double.pi / 180) }
            return SIMD2(Float(cos(Double(angle))), Float(sin(Double(angle))))
        }
    }()
}
