internal import Diffusion

/// Lines of text at their place on a canvas.
struct TextBlock: Equatable {
    var lines: [String]
    var x: Int
    /// The top of the first line's capitals.
    var y: Int
    /// Columns among which the lines are centred.
    var width: Int
    var scale: Int
    var isCentred = true

    static let empty = TextBlock(lines: [], x: 0, y: 0, width: 0, scale: 1)

    var bottom: Int { y + Self.height(lines: lines.count, scale: scale) }

    /// Rows from the first line's capitals to the last line's descenders.
    static func height(lines: Int, scale: Int) -> Int {
        lines == 0 ? 0 : ((lines - 1) * BitmapFont.lineHeight + BitmapFont.glyphHeight) * scale
    }

    func draw(on canvas: inout Canvas, colour: RGB) {
        for (number, line) in lines.enumerated() {
            let indent = isCentred ? max(0, (width - BitmapFont.standard.width(of: line, scale: scale)) / 2) : 0
            canvas.draw(line, x: x + indent, y: y + number * BitmapFont.lineHeight * scale, colour: colour, scale: scale)
        }
    }
}
