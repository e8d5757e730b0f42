/// Width and height of a picture in pixels.
public struct PictureSize: Hashable, Sendable, CustomStringConvertible {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

    /// A square.
    public init(side: Int) { self.init(width: side, height: side) }

    public var description: String { "\(width)×\(height)" }
}
