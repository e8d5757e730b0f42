/// Zeros put around a picture before a convolution, in pixels. A literal pads all four sides alike.
public struct Padding2D: Sendable, Hashable, ExpressibleByIntegerLiteral {
    public var top: Int
    public var left: Int
    public var bottom: Int
    public var right: Int

    public init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
        (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
    }

    public init(_ all: Int) { self.init(top: all, left: all, bottom: all, right: all) }

    public init(integerLiteral value: Int) { self.init(value) }
}
