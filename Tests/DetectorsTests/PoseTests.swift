import Detectors
import Diffusion
import JSONValues
import TestSupport
import Testing

/// Poses are drawn as controlnet_aux draws them.
@Suite struct PoseTests {
    @Test func sticksAreThePeers() throws {
        let fixtures = try DetectorFixtures()
        for fixture in try fixtures.cases("pose") {
            let people = try #require(fixture["people"].array).map { person in
                try BodyPose(try #require(person.array).map { point in point.doubles.map { .init($0[0], $0[1]) } })
            }
            let drawing = try PoseDrawing(width: try #require(fixture["width"].int), height: try #require(fixture["height"].int))
            #expect(try drawing.control(of: people) == fixtures.result(of: fixture), "\(fixture["result"])")
        }
    }

    /// One person in three orders of joints.
    @Test func ordersAgree() throws {
        let places = BodyPose.Joint.allCases.map { BodyPose.Point(Double($0.rawValue * 10), Double($0.rawValue * 7)) }
        let own = try BodyPose(places)
        let coco: [BodyPose.Joint] = [
            .nose, .leftEye, .rightEye, .leftEar, .rightEar, .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip,
            .rightHip, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
        ]
        let fromCOCO = try BodyPose(coco.map { places[$0.rawValue] })
        #expect(fromCOCO.points.count == 18 && fromCOCO.points[1] == .init(35, 24.5))
        for joint in coco { #expect(fromCOCO.points[joint.rawValue] == own.points[joint.rawValue]) }
        var body25: [BodyPose.Point?] = Array(places[0..<8]) + [.init(1, 1)] + Array(places[8...])
        body25 += [BodyPose.Point?](repeating: .init(2, 2), count: 6)
        #expect(try BodyPose(body25) == own)
    }

    @Test func openPosesFilesAreRead() throws {
        let body = (0..<25).map { #"\#($0 * 4), \#($0 * 2), \#($0 == 3 ? 0 : 0.9)"# }.joined(separator: ", ")
        let text = #"{"version": 1.3, "people": [{"person_id": [-1], "pose_keypoints_2d": [\#(body)]}, {"pose_keypoints_2d": [\#(body)]}]}"#
        let file = try PoseFile(JSONValue(parsing: text.utf8), source: "x.json")
        #expect(file.people.count == 2 && file.width == nil)
        #expect(file.people[0].points[2] == .init(8, 4) && file.people[0].points[3] == nil && file.people[0].points[8] == .init(36, 18))
    }

    @Test func sharesOfACanvasAreRead() throws {
        let body = (0..<18).map { "\(Double($0) / 20), 0.5, 1" }.joined(separator: ", ")
        let text = #"[{"people": [{"pose_keypoints_2d": [\#(body)]}], "canvas_width": 200, "canvas_height": 100}]"#
        let file = try PoseFile(JSONValue(parsing: text.utf8), source: "x.json")
        #expect(file.width == 200 && file.height == 100 && file.people[0].points[2] == .init(20, 50))
    }

    @Test func annotationsOfCOCOAreRead() throws {
        let body = (0..<17).map { "\($0 * 3), \($0), \($0 == 0 ? 0 : 2)" }.joined(separator: ", ")
        let text = #"{"images": [{"width": 64, "height": 48}], "annotations": [{"keypoints": [\#(body)], "num_keypoints": 16}]}"#
        let file = try PoseFile(JSONValue(parsing: text.utf8), source: "x.json")
        #expect(file.width == 64 && file.height == 48 && file.people[0].points[0] == nil && file.people[0].points[5] == .init(15, 5))
        let results = try PoseFile(JSONValue(parsing: #"[{"keypoints": [\#(body)], "score": 0.8}]"#.utf8), source: "x.json")
        #expect(results.people == file.people && results.width == nil)
    }

    @Test(arguments: [
        "{}", "[]", "3", #"{"people": []}"#, #"{"people": [{"pose_keypoints_2d": []}]}"#, #"{"keypoints": [1, 2]}"#, #"{"keypoints": "x"}"#,
        #"{"people": [{"pose_keypoints_2d": [1, 2, 3]}]}"#, #"{"keypoints": [1, 2, "x"]}"#, #"{"keypoints": [1, 2, 0]}"#,
        #"{"people": [{"pose_keypoints_2d": 4}], "canvas_width": -3}"#,
    ])
    func otherFilesAreRefused(_ text: String) throws {
        let document = try JSONValue(parsing: text.utf8)
        #expect(throws: DetectorError.self) { try PoseFile(document, source: "x.json") }
    }

    /// Whatever stands in a file: an error or a picture.
    @Test func harmedFilesDoNoHarm() throws {
        let body = (0..<18).map { "\($0 * 3), \($0), 0.5" }.joined(separator: ", ")
        let text = #"[{"people": [{"pose_keypoints_2d": [\#(body)]}], "canvas_width": 60, "canvas_height": 40}]"#
        var mutation = FileMutation(seed: 8)
        var drawn = 0
        for _ in 0..<2000 {
            guard let document = try? JSONValue(parsing: mutation.changed(Array(text.utf8))) else { continue }
            guard let file = try? PoseFile(document, source: "x.json") else { continue }
            drawn += (try? PoseDrawing(width: 60, height: 40).control(of: file.people)) == nil ? 0 : 1
        }
        #expect(drawn > 20)
    }

    @Test func impossiblePeopleAreRefused() throws {
        let none = [BodyPose.Point?](repeating: nil, count: 18)
        #expect(throws: DetectorError.self) { try BodyPose(none) }
        #expect(throws: DetectorError.self) { try BodyPose([.init(1, 2)]) }
        #expect(throws: DetectorError.self) { try BodyPose([.init(.nan, 2)] + none.dropFirst()) }
        #expect(throws: DetectorError.self) { try BodyPose([.init(3, 1e300)] + none.dropFirst()) }
        #expect(throws: DetectorError.self) { try PoseDrawing(width: 64, height: 64).control(of: []) }
        #expect(throws: DetectorError.self) { try PoseDrawing(width: 0, height: 64) }
        let far = try BodyPose([.init(-1e6, -1e6), .init(1e6, 1e6)] + none.dropFirst(2))
        #expect(try PoseDrawing(width: 16, height: 16).control(of: [far]).width == 16)
    }
}
