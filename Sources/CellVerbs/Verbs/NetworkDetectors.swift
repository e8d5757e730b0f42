/// Detectors that are networks, which Easel does not have: a person brings their pictures.
extension Verbs {
    /// What stands in for a network, and how a person gets the network's own picture.
    static func inPlace(of network: String, _ detector: String) -> String {
        "It takes the place of \(network), a network. A ControlNet also takes a picture that the network made: \(recipe(detector))"
    }

    /// What must be given, and how a person gets it.
    static func given(_ reason: String, _ detector: String) -> String { "\(reason), a network, which Easel does not have. To get one: \(recipe(detector))" }

    private static func recipe(_ detector: String) -> String {
        "Python's controlnet_aux (\(detector)) or the preprocessors of a web interface save it as PNG, and `images(\"control.png\")[0]` reads that."
    }

    /// The networks' names, refused with what helps instead.
    static let networkDetectors: [String: String] = [
        "hed": refusal("HED", "softEdge(picture) finds soft edges without one", "HEDdetector"),
        "mlsd": refusal("M-LSD", "lines(picture) finds straight lines without one", "MLSDdetector"),
        "midas": refusal("MiDaS", "depth(picture) and normals(picture) take a given picture of distances", "MidasDetector"),
        "openpose": refusal("OpenPose", "pose(keypoints) draws given key points", "OpenposeDetector"),
        "uperNet": refusal("UperNet", "segments(picture) divides a picture by its colours", "transformers' UperNet"),
    ]

    private static func refusal(_ network: String, _ instead: String, _ detector: String) -> String {
        "\(network) is a network that Easel does not have; \(instead). \(recipe(detector))"
    }
}
