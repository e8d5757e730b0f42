public import Detectors
import Diffusion
import JSONValues
import NeuralNetworks

extension EaselSession {
    /// The control that a detector makes of a picture. It remembers its kind, and the recipe of the picture.
    ///
    /// - Throws: `ImageError` for a file that is no picture, `DetectorError`, `Interrupted`.
    public func control(of source: some PictureSource, by detector: some Detector) throws -> Image {
        let image = try source.image
        try Self.refuseHuge(image)
        return Self.control(try detector.control(of: image.bitmap, check: interruption.check), detector.kind, of: image)
    }

    /// The control of a depth ControlNet from a given picture of distances.
    public func depth(of source: some PictureSource, isInverted: Bool = false) throws -> Image {
        let image = try source.image
        try Self.refuseHuge(image)
        return Self.control(try source.depthMap(isInverted: isInverted).bitmap, .depth, of: image)
    }

    /// The control of a normals ControlNet from a given picture of distances.
    public func normals(of source: some PictureSource, isInverted: Bool = false, by detector: SurfaceNormals) throws -> Image {
        let image = try source.image
        try Self.refuseHuge(image)
        let bitmap = try detector.control(of: source.depthMap(isInverted: isInverted), check: interruption.check)
        return Self.control(bitmap, .normals, of: image)
    }

    /// People as coloured sticks.
    public func pose(_ people: [BodyPose], width: Int, height: Int) throws -> Image {
        Image(try PoseDrawing(width: width, height: height).control(of: people), control: .pose)
    }

    /// The people of a file of OpenPose's or COCO's, as coloured sticks; its own size counts where none is given.
    ///
    /// - Throws: `EaselError.unreadableFile`, `DetectorError`.
    public func pose(path: String, width: Int? = nil, height: Int? = nil) throws -> Image {
        let file = try PoseFile(Self.document(path), source: path)
        guard let width = width ?? file.width, let height = height ?? file.height else { throw DetectorError.noSize }
        return try pose(file.people, width: width, height: height)
    }

    private static func document(_ path: String) throws -> JSONValue {
        do {
            return try JSONValue(parsing: FileBytes.read(ModelLocation.expanded(path), limit: 1 << 26))
        } catch let failure as FileBytes.Failure {
            throw EaselError.unreadableFile(path: path, reason: failure.reason)
        } catch let error as JSONSyntaxError {
            throw EaselError.unreadableFile(path: path, reason: "it is no JSON document: \(error)")
        }
    }

    private static func control(_ bitmap: Bitmap, _ kind: ControlKind, of image: Image) -> Image {
        Image(bitmap, control: kind, source: image.recipe ?? image.source)
    }

    /// A detector keeps about a hundred bytes a pixel.
    private static let pixelLimit = 1 << 24

    private static func refuseHuge(_ image: Image) throws {
        guard image.width * image.height <= pixelLimit else {
            throw EaselError.invalidArgument(
                name: "picture", expected: "of at most \(pixelLimit) pixels (make it smaller with resized)", found: "\(image.width)×\(image.height)")
        }
    }
}
