/// How far a canvas reaches beyond a picture at each side, in pixels.
public struct Margins: Codable, Equatable, Sendable {
    public var left: Int
    public var right: Int
    public var top: Int
    public var bottom: Int

    public init(left: Int = 0, right: Int = 0, top: Int = 0, bottom: Int = 0) {
        (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
    }

    /// The same at all four sides.
    public static func all(_ pixels: Int) -> Margins { Margins(left: pixels, right: pixels, top: pixels, bottom: pixels) }
    public static func left(_ pixels: Int) -> Margins { Margins(left: pixels) }
    public static func right(_ pixels: Int) -> Margins { Margins(right: pixels) }
    public static func top(_ pixels: Int) -> Margins { Margins(top: pixels) }
    public static func bottom(_ pixels: Int) -> Margins { Margins(bottom: pixels) }

    /// Both together, side by side.
    public static func + (first: Margins, second: Margins) -> Margins {
        Margins(
            left: first.left + second.left, right: first.right + second.right, top: first.top + second.top, bottom: first.bottom + second.bottom)
    }

    public var isEmpty: Bool { self == Margins() }

    /// The smallest margins of multiples of a number that reach at least as far.
    package func rounded(up multiple: Int) -> Margins {
        // No picture is as large as the bound, and below it no sum overflows.
        func rounded(_ side: Int) -> Int { (min(max(side, 0), 1 << 30) + multiple - 1) / multiple * multiple }
        return Margins(left: rounded(left), right: rounded(right), top: rounded(top), bottom: rounded(bottom))
    }

    /// The size of the canvas around a picture.
    package func size(around width: Int, _ height: Int) -> (width: Int, height: Int) { (left + width + right, top + height + bottom) }
}
