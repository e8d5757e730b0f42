/// Which part of a picture is painted anew: one byte a pixel, 255 where the new picture is seen, 0 where the old one is.
public struct Mask: Equatable, Sendable {
    /// Pixels in a row.
    public let width: Int
    public let height: Int
    /// `height × width` bytes, row by row from the top left.
    public let values: [UInt8]

    /// White is repainted, black is kept; colours count as bright as they look.
    public init(_ picture: Bitmap) { self.init(width: picture.width, height: picture.height, values: picture.luminance) }

    /// A mask that is repainted where `isMasked` says so of a pixel's column and row.
    init(width: Int, height: Int, where isMasked: (_ x: Int, _ y: Int) -> Bool) {
        self.init(width: width, height: height, values: (0..<(width * height)).map { isMasked($0 % width, $0 / width) ? 255 : 0 })
    }

    init(width: Int, height: Int, values: [UInt8]) {
        assert(values.count == width * height)
        (self.width, self.height, self.values) = (width, height, values)
    }

    /// What was repainted is kept, and the other way round.
    public var inverted: Mask { Mask(width: width, height: height, values: values.map { 255 - $0 }) }

    /// The mask as a picture in black, gray and white.
    public var bitmap: Bitmap { Bitmap(trusted: width, height, values.flatMap { [$0, $0, $0] }) }

    /// Whether the pixel is repainted where there is no middle way: from half on, as diffusers decides it.
    func isMasked(_ x: Int, _ y: Int) -> Bool { values[y * width + x] > 127 }

    /// The mask at another size, scaled as diffusers scales masks, by Lanczos' filter.
    func resized(width: Int, height: Int) throws -> Mask {
        self.width == width && self.height == height ? self : Mask(try bitmap.resized(width: width, height: height, filter: .lanczos))
    }

    /// The mask of a larger canvas, all of which is repainted but for the place where this one lies.
    func extended(by margins: Margins) -> Mask {
        let size = margins.size(around: width, height)
        return Mask(
            width: size.width, height: size.height,
            values: (0..<(size.width * size.height)).map { place in
                let (x, y) = (place % size.width - margins.left, place / size.width - margins.top)
                return (0..<width).contains(x) && (0..<height).contains(y) ? values[y * width + x] : 255
            })
    }
}
