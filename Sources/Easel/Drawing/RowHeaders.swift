/// The texts to the left of an ``ImageGrid``'s rows.
struct RowHeaders {
    let scale: Int
    private let lines: [[String]]
    private let width: Int

    /// The width within which a header is wrapped, at scale 1.
    private static let widest = 160

    init(_ texts: ArraySlice<String>, scale: Int) {
        self.scale = scale
        lines = texts.map { text in
            text.split(separator: "\n").flatMap { BitmapFont.standard.wrapped(String($0), width: Self.widest * scale, scale: scale, lines: 12) }
        }
        width = lines.joined().map { BitmapFont.standard.width(of: $0, scale: scale) }.max() ?? 0
    }

    /// Columns that the headers take, with the gap to the pictures.
    var space: Int { width == 0 ? 0 : width + 6 + 2 * scale }

    /// A row's header in the middle of the row's height; one that is higher starts where the row does.
    func block(of row: Int, y: Int, rowHeight: Int) -> TextBlock? {
        guard row < lines.count, !lines[row].isEmpty else { return nil }
        let top = y + max(0, (rowHeight - TextBlock.height(lines: lines[row].count, scale: scale)) / 2)
        return TextBlock(lines: lines[row], x: ImageGridLayout.margin, y: top, width: width, scale: scale, isCentred: false)
    }
}
