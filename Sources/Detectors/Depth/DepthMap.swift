public import Diffusion

/// How near each pixel is, from 0 (the farthest) to 1 (the nearest).
public struct DepthMap: Sendable {
    let nearness: Plane<Float>

    /// From a picture whose brightness says how near things are.
    ///
    /// - Parameter isInverted: bright is far.
    /// - Throws: ``DetectorError/flatDepth``.
    public init(_ picture: Bitmap, isInverted: Bool = false) throws { try self.init(picture.gray, isInverted) }

    /// From a picture file; a grey PNG of 16 bits keeps them all.
    ///
    /// - Throws: ``DetectorError/flatDepth``.
    public init(_ file: ImageFile, isInverted: Bool = false) throws {
        let stored = file.storedBitmap
        try self.init(file.deepGray.map { Plane(stored.width, stored.height, $0.map(Float.init)) } ?? file.bitmap.gray, isInverted)
    }

    /// Source: MiDaS as controlnet_aux has it: the least becomes 0, the greatest 1.
    private init(_ values: Plane<Float>, _ isInverted: Bool) throws {
        guard let least = values.values.min(), let greatest = values.values.max(), least < greatest else { throw DetectorError.flatDepth }
        let range = greatest - least
        nearness = values.map { isInverted ? (greatest - $0) / range : ($0 - least) / range }
    }

    /// The control of a depth ControlNet: near is white.
    public var bitmap: Bitmap {
        get throws { try nearness.map { $0 * 255 }.truncated.bitmap }
    }
}

/// The control of a depth ControlNet from a given picture of distances, brought to MiDaS's form.
public struct Depth: Detector {
    public let kind = ControlKind.depth
    private let isInverted: Bool

    /// - Parameter isInverted: bright is far in the given picture.
    public init(isInverted: Bool = false) { self.isInverted = isInverted }

    public func control(of picture: Bitmap, check: () throws -> Void) throws -> Bitmap { try DepthMap(picture, isInverted: isInverted).bitmap }
}
