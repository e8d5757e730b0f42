public import JSONValues

/// The people in a file of key points, and the size of their picture where the file says it.
///
/// Read are OpenPose's output (`people`, each with `pose_keypoints_2d`), one picture or a list of them, of which the first counts; and COCO's
/// annotations and results (`keypoints`).
/// Source: OpenPose, `doc/02_output.md`; COCO's annotation and result formats.
public struct PoseFile: Sendable {
    public let people: [BodyPose]
    public let width: Int?
    public let height: Int?

    /// - Parameter source: the file's name, for messages.
    /// - Throws: ``DetectorError``.
    public init(_ document: JSONValue, source: String) throws {
        let picture = document["people"] == nil ? document[0].flatMap { $0["people"] == nil ? nil : $0 } ?? document : document
        let lists: [JSONValue]
        if let people = picture["people"]?.array {
            lists = people.compactMap { $0["pose_keypoints_2d"] }
        } else {
            lists = (picture["annotations"]?.array ?? picture.array ?? [picture]).compactMap { $0["keypoints"] }
        }
        guard !lists.isEmpty else {
            throw DetectorError.noKeypoints(source: source, reason: "neither OpenPose's \"people\" nor COCO's \"keypoints\" is in it")
        }
        width = Self.size(picture["canvas_width"] ?? picture["images"]?[0]?["width"])
        height = Self.size(picture["canvas_height"] ?? picture["images"]?[0]?["height"])
        let numbers = try lists.map { try Self.numbers($0, source: source) }
        let scale = Self.scale(numbers, width, height)
        people = try numbers.filter { list in stride(from: 2, to: list.count, by: 3).contains { list[$0] > 0 } }.map { list in
            try BodyPose(stride(from: 0, to: list.count, by: 3).map { list[$0 + 2] > 0 ? .init(list[$0] * scale.x, list[$0 + 1] * scale.y) : nil })
        }
        guard !people.isEmpty else { throw DetectorError.noKeypoints(source: source, reason: "nobody in it has a joint that is seen") }
    }

    private static func size(_ value: JSONValue?) -> Int? { value?.int.flatMap { $0 > 0 ? $0 : nil } }

    /// Triples of x, y and how sure the detector is (or whether the joint is seen).
    private static func numbers(_ list: JSONValue, source: String) throws -> [Double] {
        guard let values = list.array, values.count % 3 == 0 else {
            throw DetectorError.noKeypoints(source: source, reason: "a person's list is not made of triples")
        }
        let numbers = values.compactMap(\.double)
        guard numbers.count == values.count else { throw DetectorError.noKeypoints(source: source, reason: "a coordinate is not a number") }
        return numbers
    }

    /// Some tools write places as shares of the picture's sides.
    private static func scale(_ lists: [[Double]], _ width: Int?, _ height: Int?) -> (x: Double, y: Double) {
        let areShares = lists.allSatisfy { list in list.indices.allSatisfy { $0 % 3 == 2 || (0...1 ~= list[$0]) } }
        guard areShares, let width, let height else { return (1, 1) }
        return (Double(width), Double(height))
    }
}
