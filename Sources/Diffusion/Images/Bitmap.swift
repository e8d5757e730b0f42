/// A picture as pixels: 8-bit RGB, rows from top to bottom, three bytes a pixel, no padding.
public struct Bitmap: Equatable, Sendable {
    /// Pixels in a row, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// `height × width × 3` bytes: red, green, blue of the first row's first pixel, then the next pixel's.
    public private(set) var pixels: [UInt8]

    /// The largest number of pixels any picture may have: what Pillow refuses as a "decompression bomb".
    public static let pixelLimit = 178_956_970

    /// A picture from its bytes.
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)`` and ``ImageError/wrongCount(expected:found:)``.
    public init(width: Int, height: Int, pixels: [UInt8]) throws {
        try Self.validate(width: width, height: height)
        guard pixels.count == width * height * 3 else {
            throw ImageError.wrongCount(expected: width * height * 3, found: pixels.count)
        }
        self.init(trusted: width, height, pixels)
    }

    /// A picture of one colour.
    ///
    /// Throws: ``ImageError/invalidSize(width:height:reason:)``.
    public init(width: Int, height: Int, fill colour: RGB = .black) throws {
        try Self.validate(width: width, height: height)
        var pixels = [UInt8](repeating: colour.red, count: width * height * 3)
        if colour.red != colour.green || colour.red != colour.blue {
            for i in stride(from: 0, to: pixels.count, by: 3) {
                pixels[i + 1] = colour.green
                pixels[i + 2] = colour.blue
            }
        }
        self.init(trusted: width, height, pixels)
    }

    /// A picture whose size and byte count the caller has made right.
    init(trusted width: Int, _ height: Int, _ pixels: [UInt8]) {
        assert(pixels.count == width * height * 3)
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// The colour at column `x` of row `y`, counted from the top left.
    public subscript(x: Int, y: Int) -> RGB {
        get {
            let i = offset(x, y)
            return RGB(pixels[i], pixels[i + 1], pixels[i + 2])
        }
        set {
            let i = offset(x, y)
            pixels[i] = newValue.red
            pixels[i + 1] = newValue.green
            pixels[i + 2] = newValue.blue
        }
    }

    /// Writes `source` with its top left corner at (`x`, `y`); what falls outside is left out.
    mutating func paste(_ source: Bitmap, x: Int, y: Int) {
        let columns = max(0, -x)..<min(source.width, width - x)
        let rows = max(0, -y)..<min(source.height, height - y)
        for row in rows {
            let from = (row * source.width + columns.lowerBound) * 3
            let to = ((y + row) * width + x + columns.lowerBound) * 3
            pixels.replaceSubrange(to..<to + columns.count * 3, with: source.pixels[from..<from + columns.count * 3])
        }
    }

    static func validate(width: Int, height: Int, source: String? = nil) throws {
        guard width > 0, height > 0 else {
            throw ImageError.invalidSize(width: width, height: height, reason: "width and height start at 1")
        }
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, count <= pixelLimit else {
            guard let source else {
                throw ImageError.invalidSize(width: width, height: height, reason: "at most \(pixelLimit) pixels are possible")
            }
            throw ImageError.tooLarge(source: source, width: width, height: height, limit: pixelLimit)
        }
    }

    private func offset(_ x: Int, _ y: Int) -> Int {
        precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the picture")
        return (y * width + x) * 3
    }
}
