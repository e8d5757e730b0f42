public import Diffusion

/// People as coloured sticks on black, the control of a pose ControlNet.
///
/// Source: controlnet_aux, `open_pose/util.py`, `draw_bodypose`, to the last pixel: ellipses along limbs at 0.6 of their colour, discs on joints.
public struct PoseDrawing: Sendable {
    private let width: Int
    private let height: Int

    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)`` for a size that no picture may have.
    public init(width: Int, height: Int) throws {
        for (name, value) in [("width", width), ("height", height)] where !(1...8192 ~= value) {
            throw DetectorError.invalidArgument(name: name, expected: "between 1 and 8192", found: "\(value)")
        }
        (self.width, self.height) = (width, height)
    }

    /// - Throws: ``DetectorError/invalidArgument(name:expected:found:)`` where there is nobody.
    public func control(of people: [BodyPose]) throws -> Bitmap {
        guard !people.isEmpty else { throw DetectorError.invalidArgument(name: "keypoints", expected: "at least one person", found: "an empty list") }
        var canvas = try Bitmap(width: width, height: height)
        for person in people {
            for (limb, colour) in zip(Self.limbs, Self.colours) { Self.draw(limb, of: person, colour, on: &canvas) }
            for case (let point?, let colour) in zip(person.points, Self.colours) {
                canvas.drawDisc(at: Place(Int(point.x), Int(point.y)), radius: Self.stickWidth, colour)
            }
        }
        return canvas
    }

    private static func draw(_ limb: (BodyPose.Joint, BodyPose.Joint), of person: BodyPose, _ colour: RGB, on canvas: inout Bitmap) {
        guard let start = person[limb.0], let end = person[limb.1] else { return }
        let (right, down) = (start.x - end.x, start.y - end.y)
        let length = (down * down + right * right).squareRoot()
        let degrees = Angle.degrees(y: down, x: right)
        let stick = ConvexPolygon(
            ellipseAt: Place(Int((start.x + end.x) / 2), Int((start.y + end.y) / 2)), halfAxes: (Int(length / 2), stickWidth), angle: Int(degrees))
        canvas.fill(stick, RGB(dimmed(colour.red), dimmed(colour.green), dimmed(colour.blue)))
    }

    private static func dimmed(_ value: UInt8) -> UInt8 { UInt8(Double(value) * 0.6) }

    private static let stickWidth = 4

    private static let limbs: [(BodyPose.Joint, BodyPose.Joint)] = [
        (.neck, .rightShoulder), (.neck, .leftShoulder), (.rightShoulder, .rightElbow), (.rightElbow, .rightWrist), (.leftShoulder, .leftElbow),
        (.leftElbow, .leftWrist), (.neck, .rightHip), (.rightHip, .rightKnee), (.rightKnee, .rightAnkle), (.neck, .leftHip), (.leftHip, .leftKnee),
        (.leftKnee, .leftAnkle), (.neck, .nose), (.nose, .rightEye), (.rightEye, .rightEar), (.nose, .leftEye), (.leftEye, .leftEar),
    ]

    /// For limbs and joints alike; there is one joint more.
    private static let colours: [RGB] = [
        RGB(255, 0, 0), RGB(255, 85, 0), RGB(255, 170, 0), RGB(255, 255, 0), RGB(170, 255, 0), RGB(85, 255, 0), RGB(0, 255, 0), RGB(0, 255, 85),
        RGB(0, 255, 170), RGB(0, 255, 255), RGB(0, 170, 255), RGB(0, 85, 255), RGB(0, 0, 255), RGB(85, 0, 255), RGB(170, 0, 255), RGB(255, 0, 255),
        RGB(255, 0, 170), RGB(255, 0, 85),
    ]
}
