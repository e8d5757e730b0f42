import CellVerbs
import Testing

/// Detectors as cells use them.
@Suite(.serialized) struct DetectorCellTests {
    @Test(arguments: [
        ("canny(photo)", "canny"), ("canny(photo, low: 10, high: 20.5, aperture: 5, norm: .l2, grayscale: true)", "canny"),
        ("softEdge(photo)", "softEdge"), ("scribble(photo, method: .xdog)", "scribble"), ("scribble(photo)", "scribble"), ("lines(photo)", "lines"),
        ("segments(photo, colors: 3)", "segmentation"), ("depth(photo, invert: true)", "depth"), ("normals(photo, colors: .midas)", "normals"),
    ])
    func aControlKnowsItsKind(_ call: String, _ kind: String) throws {
        let bench = NotebookBench()
        let text = bench.run("let photo = images(CATS)[0]\nlet control = \(call)\nprint(control.control!, control.width, control.height)").output.text
        #expect(text == "\(kind) 512 512\n", "\(text)")
        #expect(bench.run("show(control)").output.displays.first?.bundle.data["image/png"] != nil)
        #expect(try #require(bench.run("control").output.result).text == "Image 512×512, a control: \(kind)")
        #expect(bench.run("control.resized(width: 64, height: 64).control").output.result?.text == "Optional(\"\(kind)\")")
        #expect(bench.run("photo.control").output.result?.text == "nil")
    }

    @Test func aPathIsAPictureToo() {
        let bench = NotebookBench()
        #expect(bench.run("canny(CATS + \"/01.jpg\") == canny(images(CATS)[0])").output.result?.text == "true")
        let deep = "\"\(NotebookBench.repository)/Tests/Fixtures/detectors/depth-16.png\""
        #expect(bench.run("depth(\(deep)).control!").output.result?.text == "\"depth\"")
        #expect(bench.run("normals(\(deep)).width").output.result?.text == "113")
    }

    @Test func posesAreDrawnFromListsAndFiles() throws {
        let bench = NotebookBench()
        bench.run("let person = (0..<18).map { [Double($0 * 10), Double($0 * 7)] }")
        #expect(bench.run("pose(person, width: 180, height: 130).control!").output.result?.text == "\"pose\"")
        bench.run("let pairs = (0..<18).map { (Double($0 * 10), Double($0 * 7)) }")
        #expect(bench.run("pose(pairs, width: 180, height: 130) == pose([person], width: 180, height: 130)").output.result?.text == "true")
        let same =
            "let a = pose([[10.0, 20.0], nil, [1.0, 2.0, 0.0]] + person.suffix(15), width: 64, height: 64)\n"
            + "a == pose([[[10.0, 20.0, 0.9], nil, nil] + person.suffix(15)], width: 64, height: 64)"
        #expect(bench.run(same).output.result?.text == "true")
        let points = (0..<18).map { "\($0 * 10), \($0 * 7), 1" }.joined(separator: ", ")
        try bench.write("{\"people\": [{\"pose_keypoints_2d\": [\(points)]}], \"canvas_width\": 180, \"canvas_height\": 130}", to: "pose.json")
        #expect(bench.run("pose(\"\(bench.path("pose.json"))\") == pose(person, width: 180, height: 130)").output.result?.text == "true")
    }

    @Test(arguments: [
        ("canny(photo, low: 200, high: 100)", "ArgumentError: 'high' of canny must be a number from low (200.0), not 100.0"),
        ("canny(photo, low: -1)", "'low' of canny must be"), ("canny(photo, aperture: 4)", "'aperture' of canny must be 3 or 5, not 4"),
        ("canny(3)", "TypeError: 'picture' of canny must be"), ("canny(photo, hihg: 3)", "did you mean 'high'?"),
        ("canny(\"nothing.png\")", "FileError: Cannot read the picture 'nothing.png'"),
        ("scribble(photo, threshold: 300)", "'threshold' of scribble must be"), ("softEdge(photo, contrast: 0)", "'contrast' of softEdge must be"),
        ("lines(photo, votes: 0)", "'votes' of lines must be"), ("segments(photo, colors: 1)", "'colors' of segments must be"),
        ("segments(photo, smoothing: 4)", "'smoothing' of segments must be an odd number between 1 and 31, not 4"),
        ("depth(segments(photo, colors: 2).cropped(width: 1, height: 1))", "ArgumentError: The depth picture has the same value everywhere"),
        ("normals(photo, relief: 0)", "'relief' of normals must be"), ("pose([], width: 8, height: 8)", "'keypoints' of pose must be"),
        ("pose([[1, 2]], width: 8, height: 8)", "17 points (COCO), 18 (OpenPose's COCO) or 25 (BODY_25) for a person, not 1"),
        ("pose([[1, 2]])", "give width: and height:"), ("pose([\"a\"], width: 8, height: 8)", "'keypoints' of pose must be"),
        ("pose([[1, 2], \"a\"], width: 8, height: 8)", "is not a point: write [x, y]"), ("pose(\"nothing.json\")", "FileError: Cannot read 'nothing.json'"),
        ("hed(photo)", "HED is a network that Easel does not have; softEdge(picture)"), ("mlsd(photo)", "lines(picture) finds straight lines without one"),
        ("midas(photo)", "depth(picture) and normals(picture) take a given picture"), ("openpose(photo)", "pose(keypoints) draws given key points"),
        ("uperNet(photo)", "segments(picture) divides a picture by its colours"),
    ])
    func wrongCallsSayWhatWouldBeRight(_ cell: String, _ expected: String) throws {
        let bench = NotebookBench()
        bench.run("let photo = images(CATS)[0]")
        let error = try #require(bench.error(cell))
        #expect(error.contains(expected), "\(error)")
        #expect(bench.run("photo.width").output.result?.text == "512", "the session goes on")
    }

    @Test func helpSaysWhereAControlComesFromElsewhere() {
        let page = NotebookBench().run("help(depth)").output.displays.first?.bundle.text ?? ""
        #expect(page.contains("MiDaS") && page.contains("controlnet_aux") && page.contains("invert"))
    }
}
