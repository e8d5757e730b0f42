public import Diffusion

/// A picture that can be drawn on: rectangles, pictures, text and smooth lines. What falls outside is left out.
public struct Canvas: Sendable {
    public let width: Int
    public let height: Int
    private(set) var pixels: [UInt8]

    /// A canvas of one colour.
    ///
    /// Throws: `ImageError.invalidSize`.
    public init(width: Int, height: Int, fill colour: RGB = .white) throws {
        let paper = try Bitmap(width: width, height: height, fill: colour)
        self.width = width
        self.height = height
        pixels = paper.pixels
    }

    /// What has been drawn.
    public func bitmap() throws -> Bitmap { try Bitmap(width: width, height: height, pixels: pixels) }

    /// Fills a rectangle.
    public mutating func fill(x: Range<Int>, y: Range<Int>, with colour: RGB) {
        let (columns, rows) = (x.clamped(to: 0..<width), y.clamped(to: 0..<height))
        for row in rows {
            for column in columns { set(column, row, colour) }
        }
    }

    /// Draws a picture with its top left corner at (`x`, `y`), each pixel as a square of `factor` pixels.
    public mutating func draw(_ picture: Bitmap, x: Int, y: Int, factor: Int = 1) {
        let columns = (x..<x + picture.width * factor).clamped(to: 0..<width)
        for row in (y..<y + picture.height * factor).clamped(to: 0..<height) {
            let source = (row - y) / factor * picture.width
            for column in columns {
                let from = (source + (column - x) / factor) * 3
                let to = (row * width + column) * 3
                for channel in 0..<3 { pixels[to + channel] = picture.pixels[from + channel] }
            }
        }
    }

    /// Draws a line of text with the top of its capitals at `y`.
    public mutating func draw(_ text: String, x: Int, y: Int, colour: RGB = .black, scale: Int = 1, font: BitmapFont = .standard) {
        var left = x
        for character in text {
            guard left < width else { return }
            let glyph = font.glyph(for: character)
            for row in 0..<BitmapFont.glyphHeight {
                for column in 0..<glyph.width where glyph.isInk(x: column, y: row) {
                    let (inkX, inkY) = (left + column * scale, y + row * scale)
                    fill(x: inkX..<inkX + scale, y: inkY..<inkY + scale, with: colour)
                }
            }
            left += (glyph.width + 1) * scale
        }
    }

    /// Mixes a colour into a pixel that lies on the canvas; coverage 255 replaces what was there.
    mutating func blend(_ x: Int, _ y: Int, _ colour: RGB, coverage: UInt8) {
        let i = (y * width + x) * 3
        let amount = Int(coverage)
        for (channel, value) in [colour.red, colour.green, colour.blue].enumerated() {
            pixels[i + channel] = UInt8((Int(pixels[i + channel]) * (255 - amount) + Int(value) * amount + 127) / 255)
        }
    }

    private mutating func set(_ x: Int, _ y: Int, _ colour: RGB) {
        let i = (y * width + x) * 3
        pixels[i] = colour.red
        pixels[i + 1] = colour.green
        pixels[i + 2] = colour.blue
    }
}
