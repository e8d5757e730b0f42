import CellLanguage
import Detectors
import Diffusion
import Easel

extension Verbs {
    /// Verbs that make controls from pictures without a network.
    var detectors: [NativeFunction] { [canny, softEdge, scribble, lines, segments, depth, normals, pose] }

    private static let picture = Parameter.positional("picture", .oneOf([.object("Image"), .string]), "A picture, or the path of a file.")
    private static let distances = Parameter.positional(
        "picture", .oneOf([.object("Image"), .string]),
        "A picture of distances, bright where things are near. Give the path of a grey PNG of 16 bits: a picture keeps 8.")
    private static let invert = Parameter.named("invert", .bool, default: false, "Bright is far in the given picture.")
    private static let low = Parameter.named("low", .double, default: 100.0, "Edges go on down to this gradient.", in: .atLeast(0))
    private static let high = Parameter.named("high", .double, default: 200.0, "Edges begin above this gradient.", in: .atLeast(0))

    private var canny: NativeFunction {
        detector(
            "canny",
            [
                Self.low, Self.high,
                .named("aperture", .int, default: 3, "Pixels that a gradient looks at, 3 or 5; with 5, gradients are twelve times as large."),
                .named("norm", .enumeration(Choices.gradientNorm), default: Choices.gradientNorm.value("l1"), "The length of a gradient."),
                .named("grayscale", .bool, default: false, "Brightness alone counts, not the channel that changes most."),
            ], "Finds edges: white on black, to the last bit OpenCV's Canny."
        ) { call in
            try Canny(
                low: call.double("low"), high: call.double("high"), aperture: call.int("aperture"), norm: try call.choice("norm") ?? .l1,
                grayscale: call.bool("grayscale"))
        }
    }

    private var softEdge: NativeFunction {
        detector(
            "softEdge", [.named("contrast", .double, default: 96.0, "The height of an edge that becomes white, of 255.", in: .within(1...255))],
            "Finds edges in shades of grey by filtering at three scales.\n\n\(Self.inPlace(of: "HED or PiDiNet", "HEDdetector"))"
        ) { call in try SoftEdges(contrast: call.double("contrast")) }
    }

    private var scribble: NativeFunction {
        detector(
            "scribble",
            [
                .named("method", .enumeration(Choices.scribbleMethod), default: Choices.scribbleMethod.value("softEdge"), "What strokes are made of."),
                .named("threshold", .optional(.double), defaultText: "127, or 32 with .xdog", "The more, the fewer strokes; of 255.", in: .atLeast(0)),
            ], "Makes coarse white strokes on black, as a person would scribble them."
        ) { call in try Scribble(method: try call.choice("method") ?? .softEdge, threshold: call.optionalDouble("threshold")) }
    }

    private var lines: NativeFunction {
        detector(
            "lines",
            [
                Self.low, Self.high,
                .named("votes", .optional(.int), defaultText: "a tenth of the shorter side", "Edge pixels that a line needs.", in: .atLeast(1)),
                .named("minimumLength", .optional(.double), defaultText: "a tenth of the shorter side", "Of a segment, in pixels.", in: .atLeast(0)),
                .named(
                    "maximumGap", .optional(.int), defaultText: "a hundredth of the shorter side", "Missing pixels that a segment bridges.", in: .atLeast(0)),
            ], "Finds straight lines: white on black, by a Hough transform of Canny's edges.\n\n\(Self.inPlace(of: "M-LSD", "MLSDdetector"))"
        ) { call in
            try StraightLines(
                low: call.double("low"), high: call.double("high"), votes: call.optionalInt("votes"), minimumLength: call.optionalDouble("minimumLength"),
                maximumGap: call.optionalInt("maximumGap"))
        }
    }

    private var segments: NativeFunction {
        detector(
            "segments",
            [
                .named("colors", .int, default: 8, "How many at most.", in: .within(2...256)),
                .named("smoothing", .int, default: 5, "The side of the square that small spots vanish in, odd; 1 keeps them.", in: .within(1...31)),
            ],
            "Divides a picture into areas of few colours: a median filter, then k-means without chance.\n\n"
                + Self.inPlace(of: "UperNet, which knows what areas are", "SamDetector, or transformers' UperNet")
        ) { call in try Segmentation(colours: call.int("colors"), smoothing: call.int("smoothing")) }
    }

    private var depth: NativeFunction {
        .verb(
            "depth", [Self.distances, Self.invert], result: .object("Image"),
            "Makes the control of a depth ControlNet from a given picture of distances: black is the farthest, white the nearest.\n\n"
                + Self.given("Distances in a photo are found by MiDaS", "MidasDetector")
        ) { [engine] call in .object(ImageObject(try engine.depth(of: call.picture("picture"), isInverted: call.bool("invert")))) }
    }

    private var normals: NativeFunction {
        .verb(
            "normals",
            [
                Self.distances, Self.invert,
                .named("background", .double, default: 0.1, "What is less near than this share of the whole depth counts as flat.", in: .within(0...1)),
                .named("relief", .double, default: 1.0, "By how much slopes are made steeper.", in: .above(0)),
                .named("smoothing", .double, default: 2.0, "The sigma of a blur that takes out steps between levels, in pixels.", in: .within(0...100)),
                .named("colors", .enumeration(Choices.normalColours), default: Choices.normalColours.value("bae"), "Which colour is which direction."),
            ], result: .object("Image"),
            "Makes the control of a normals ControlNet, the directions of surfaces as colours, from a given picture of distances.\n\n"
                + Self.given("Distances in a photo are found by MiDaS, and normals by NormalBae", "MidasDetector or NormalBaeDetector")
        ) { [engine] call in
            let detector = try SurfaceNormals(
                background: call.double("background"), relief: call.double("relief"), smoothing: call.double("smoothing"),
                colours: try call.choice("colors") ?? .bae)
            return .object(ImageObject(try engine.normals(of: call.picture("picture"), isInverted: call.bool("invert"), by: detector)))
        }
    }

    private var pose: NativeFunction {
        .verb(
            "pose",
            [
                .positional(
                    "keypoints", .oneOf([.string, .array(.any)]),
                    "A JSON file of OpenPose's or COCO's; or a person's 17 (COCO), 18 or 25 (OpenPose) points [x, y] in pixels, nil where one is not seen; or a list of such people."
                ),
                .named("width", .optional(.int), defaultText: "the file's", "Pixels.", in: .within(1...8192)),
                .named("height", .optional(.int), defaultText: "the file's", "Pixels.", in: .within(1...8192)),
            ], result: .object("Image"),
            "Draws people as coloured sticks, exactly as OpenPose's ControlNet was trained with.\n\n"
                + Self.given("Key points in a photo are found by OpenPose", "OpenposeDetector")
        ) { [engine] call in
            let (width, height) = (call.optionalInt("width"), call.optionalInt("height"))
            if let path = call.value("keypoints")?.asString { return .object(ImageObject(try engine.pose(path: path, width: width, height: height))) }
            guard let width, let height else { throw DetectorError.noSize }
            return .object(ImageObject(try engine.pose(call.people("keypoints"), width: width, height: height)))
        }
    }

    private func detector(
        _ name: String, _ parameters: [Parameter], _ documentation: String, make: @escaping @Sendable (Call) throws -> any Detector
    ) -> NativeFunction {
        .verb(name, [Self.picture] + parameters, result: .object("Image"), documentation) { [engine] call in
            .object(ImageObject(try engine.control(of: call.picture("picture"), by: make(call))))
        }
    }
}

extension Call {
    /// A picture, or the path of one.
    fileprivate func picture(_ name: String) throws -> any PictureSource {
        if let path = value(name)?.asString { return path }
        guard let image = value(name)?.asObject(ImageObject.self)?.image else { throw error(name, "'\(name)' of \(function.name) must be a picture") }
        return image
    }

    /// One person's points, or several people's.
    fileprivate func people(_ name: String) throws -> [BodyPose] {
        let values = try list(name)
        let isOnePerson = values.first { !$0.isNil }?.coordinates != nil
        let people = isOnePerson ? [values] : values.map { $0.asList ?? [] }
        return try people.map { points in
            try BodyPose(
                coordinates: points.map { point in
                    guard !point.isNil else { return nil }
                    guard let numbers = point.coordinates else { throw error(name, "'\(point)' is not a point: write [x, y], or nil for one that is not seen") }
                    return numbers
                })
        }
    }
}

extension Value {
    /// The numbers of `[x, y]` or `(x, y)`.
    fileprivate var coordinates: [Double]? {
        var values = asList ?? []
        if case .tuple(let tuple) = unwrapped { values = tuple.elements }
        let numbers = values.compactMap(\.asDouble)
        return !numbers.isEmpty && numbers.count == values.count ? numbers : nil
    }
}
