/// Where a person's joints are in a picture, in pixels from its top left corner.
public struct BodyPose: Equatable, Sendable {
    /// A joint's place.
    public struct Point: Equatable, Sendable {
        public var x: Double
        public var y: Double

        public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
    }

    /// The 18 joints in the order of ``Joint``; nil where one is not seen.
    public let points: [Point?]

    /// The joints in OpenPose's COCO order.
    public enum Joint: Int, CaseIterable, Sendable {
        case nose, neck, rightShoulder, rightElbow, rightWrist, leftShoulder, leftElbow, leftWrist
        case rightHip, rightKnee, rightAnkle, leftHip, leftKnee, leftAnkle, rightEye, leftEye, rightEar, leftEar
    }

    /// From a list of one of three lengths: COCO's 17 (its neck is put between the shoulders), OpenPose's 18 of COCO, or its 25 of BODY_25.
    ///
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)`` for another length, for coordinates that are no numbers or beyond a million, and
    ///   where no joint is seen.
    public init(_ points: [Point?]) throws {
        guard let order = Self.orders[points.count] else {
            throw DetectorError.invalidArgument(
                name: "keypoints", expected: "17 points (COCO), 18 (OpenPose's COCO) or 25 (BODY_25) for a person", found: "\(points.count)")
        }
        for case let point? in points where !(abs(point.x) <= 1e6 && abs(point.y) <= 1e6) {
            throw DetectorError.invalidArgument(name: "keypoints", expected: "numbers of up to a million", found: "(\(point.x), \(point.y))")
        }
        guard points.contains(where: { $0 != nil }) else {
            throw DetectorError.invalidArgument(name: "keypoints", expected: "a person with at least one point", found: "a person without any")
        }
        var joints = order.map { $0.flatMap { points[$0] } }
        if points.count == 17, let right = points[6], let left = points[5] {
            joints[Joint.neck.rawValue] = Point((right.x + left.x) / 2, (right.y + left.y) / 2)
        }
        self.points = joints
    }

    /// From lists `[x, y]` or `[x, y, confidence]`; a point of confidence 0 is not seen.
    ///
    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)``.
    public init(coordinates: [[Double]?]) throws {
        try self.init(
            coordinates.map { numbers in
                guard let numbers else { return nil }
                guard 2...3 ~= numbers.count else {
                    throw DetectorError.invalidArgument(name: "keypoints", expected: "points of two or three numbers", found: "\(numbers)")
                }
                return numbers.count == 3 && numbers[2] <= 0 ? nil : Point(numbers[0], numbers[1])
            })
    }

    subscript(_ joint: Joint) -> Point? { points[joint.rawValue] }

    /// For each joint its place in a list of so many points, nil where the list lacks it.
    ///
    /// Source: COCO's annotation format; OpenPose, `doc/02_output.md`.
    private static let orders: [Int: [Int?]] = [
        17: [0, nil, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3],
        18: Array(0..<18),
        25: [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
    ]
}
