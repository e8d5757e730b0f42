/// A colour of a ``Bitmap``: red, green and blue, 0 to 255.
public struct RGB: Equatable, Hashable, Sendable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public static let black = RGB(0, 0, 0)
    public static let white = RGB(255, 255, 255)

    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}
