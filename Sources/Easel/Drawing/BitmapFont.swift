/// A small proportional font made of pixels: printable ASCII and × · … – ä ö ü ß é è, up to 5×9 pixels a glyph in lines of 11. Anything else is a box.
public struct BitmapFont: Sendable {
    /// The one font of the house, of its own design.
    public static let standard = BitmapFont()

    /// Rows from the top of a capital to the baseline, at scale 1.
    public static let ascent = 7
    /// Rows of a glyph, those below the baseline included, at scale 1.
    public static let glyphHeight = 9
    /// Rows from one baseline to the next, at scale 1.
    public static let lineHeight = 11

    /// The characters that have a glyph of their own.
    public let characters: [Character]

    private let glyphs: [Character: Glyph]

    /// A character's ink.
    public struct Glyph: Equatable, Hashable, Sendable {
        /// Columns, 1 to 5.
        public let width: Int
        /// ``BitmapFont/glyphHeight`` rows; the highest of the `width` bits is the leftmost pixel.
        let rows: [UInt8]

        /// Whether the pixel is ink; nothing outside of the glyph is.
        public func isInk(x: Int, y: Int) -> Bool {
            rows.indices.contains(y) && x >= 0 && x < width && rows[y] >> UInt8(width - 1 - x) & 1 == 1
        }
    }

    /// What is drawn for a character without a glyph.
    public var box: Glyph { glyphs[Self.replacement] ?? Glyph(width: 1, rows: []) }

    public func glyph(for character: Character) -> Glyph { glyphs[character] ?? box }

    /// Columns that a line of text covers, the gap after its last glyph left out.
    public func width(of text: String, scale: Int = 1) -> Int {
        max(0, text.reduce(-1) { $0 + glyph(for: $1).width + 1 }) * scale
    }

    private static let replacement: Character = "\u{FFFD}"

    private init() {
        let lines = Self.drawing.split(separator: "\n")
        var (glyphs, order) = ([Character: Glyph](), [Character]())
        for band in stride(from: 0, to: lines.count - Self.glyphHeight, by: Self.glyphHeight + 1) {
            let rows = lines[(band + 1)...(band + Self.glyphHeight)].map { $0.split(separator: " ") }
            for (place, character) in lines[band].enumerated() {
                glyphs[character] = Glyph(width: rows[0][place].count, rows: rows.map { Self.bits(of: $0[place]) })
                order.append(character)
            }
        }
        self.glyphs = glyphs
        characters = order.filter { $0 != Self.replacement }
    }

    private static func bits(of row: Substring) -> UInt8 {
        row.reduce(0) { $0 << 1 | ($1 == "#" ? 1 : 0) }
    }
}
