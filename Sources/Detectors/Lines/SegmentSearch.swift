/// Edges that no segment has taken yet.
struct SegmentSearch {
    private var edges: Plane<UInt8>
    private let minimumLength: Double
    private let maximumGap: Int

    init(_ edges: Plane<UInt8>, minimumLength: Double, maximumGap: Int) {
        (self.edges, self.minimumLength, self.maximumGap) = (edges, minimumLength, maximumGap)
    }

    /// Stretches of edges along a line, at most a pixel aside of it, that are long enough; their edges are taken.
    mutating func segments(along line: HoughTransform.Line) -> [Segment] {
        let path = path(of: line)
        var (segments, start, last) = ([Segment](), Int?.none, 0)
        for (step, place) in path.enumerated() where isEdge(near: place, line) {
            if let first = start, step - last > maximumGap + 1 {
                keep(path[first...last], line, in: &segments)
                start = nil
            }
            start = start ?? step
            last = step
        }
        if let start { keep(path[start...last], line, in: &segments) }
        return segments
    }

    private mutating func keep(_ path: ArraySlice<Place>, _ line: HoughTransform.Line, in segments: inout [Segment]) {
        guard let start = path.first, let end = path.last else { return }
        let segment = Segment(start: start, end: end)
        guard segment.length >= minimumLength, segment.length > 0 else { return }
        segments.append(segment)
        for place in path {
            for near in Self.neighbours(of: place, line) where isInside(near) { edges.values[near.y * edges.width + near.x] = 0 }
        }
    }

    /// The line's pixels in the picture: one a column where it lies rather flat, one a row where it stands.
    private func path(of line: HoughTransform.Line) -> [Place] {
        let direction = HoughTransform.directions[line.degree]
        if Self.isFlat(line) {
            return (0..<edges.width).map { x in Place(x, Int(((line.distance - Float(x) * direction.x) / direction.y).rounded())) }.filter(isInside)
        }
        return (0..<edges.height).map { y in Place(Int(((line.distance - Float(y) * direction.y) / direction.x).rounded()), y) }.filter(isInside)
    }

    private func isEdge(near place: Place, _ line: HoughTransform.Line) -> Bool {
        Self.neighbours(of: place, line).contains { isInside($0) && edges.values[$0.y * edges.width + $0.x] != 0 }
    }

    private func isInside(_ place: Place) -> Bool { place.x >= 0 && place.y >= 0 && place.x < edges.width && place.y < edges.height }

    /// The place, and those on both sides of the line.
    private static func neighbours(of place: Place, _ line: HoughTransform.Line) -> [Place] {
        isFlat(line) ? [place, Place(place.x, place.y - 1), Place(place.x, place.y + 1)] : [place, Place(place.x - 1, place.y), Place(place.x + 1, place.y)]
    }

    private static func isFlat(_ line: HoughTransform.Line) -> Bool { (45...135).contains(line.degree) }
}
