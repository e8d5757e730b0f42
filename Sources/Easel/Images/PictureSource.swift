public import Detectors
import Diffusion

/// What a detector looks at: a picture, or the path of a file.
public protocol PictureSource {
    var image: Image { get throws }
    /// The picture as distances; a file may hold them in 16 bits, which a picture does not.
    func depthMap(isInverted: Bool) throws -> DepthMap
}

extension Image: PictureSource {
    public var image: Image { self }
    public func depthMap(isInverted: Bool) throws -> DepthMap { try DepthMap(bitmap, isInverted: isInverted) }
}

extension String: PictureSource {
    public var image: Image { get throws { try Image(path: self) } }
    public func depthMap(isInverted: Bool) throws -> DepthMap {
        try DepthMap(ImageFile(path: ModelLocation.expanded(self)), isInverted: isInverted)
    }
}
