internal import Diffusion

/// Where everything on an ``ImageGrid``'s sheet stands, in pixels from its top left corner.
struct ImageGridLayout {
    private(set) var width = 0
    private(set) var height = 0
    /// The size of every picture's place.
    let slotWidth: Int
    let slotHeight: Int
    private(set) var title = TextBlock.empty
    private(set) var columnHeaders: [TextBlock] = []
    private(set) var rowHeaders: [TextBlock] = []
    private(set) var labels: [TextBlock] = []
    /// The top left corner of each cell.
    private var columnLefts: [Int] = []
    private var rowTops: [Int] = []

    struct Rectangle: Equatable {
        let x: Int, y: Int, width: Int, height: Int
    }

    private static let margin = 8
    private static let gap = 6
    private static let stackGap = 2
    private static let rowHeaderWidth = 160

    init(_ grid: ImageGrid) {
        let columns = max(grid.cells.map(\.count).max() ?? 1, 1)
        (slotWidth, slotHeight) = Self.slot(for: grid.cells, columns: columns)
        let inner = columns * (slotWidth + Self.gap) - Self.gap
        let scale = slotWidth >= 320 || (slotWidth >= 240 && inner > 1000) ? 2 : 1

        let headerLines = Self.wrapped(grid.rowHeaders.prefix(grid.cells.count), width: Self.rowHeaderWidth * scale, scale: scale)
        let headerWidth = headerLines.joined().map { BitmapFont.standard.width(of: $0, scale: scale) }.max() ?? 0
        let left = Self.margin + (headerWidth > 0 ? headerWidth + Self.gap + 2 * scale : 0)
        width = left + inner + Self.margin
        columnLefts = (0..<columns).map { left + $0 * (slotWidth + Self.gap) }

        var top = placeTitle(grid.title, scale: scale)
        top = placeColumnHeaders(grid.columnHeaders, top: top, scale: scale)
        placeRows(grid, headerLines, top: top, headerWidth: headerWidth, scale: scale)
    }

    /// Where a picture of a cell's stack belongs.
    func slot(row: Int, column: Int, place: Int) -> Rectangle {
        let y = rowTops[row] + place * (slotHeight + Self.stackGap)
        return Rectangle(x: columnLefts[column], y: y, width: slotWidth, height: slotHeight)
    }

    /// The size that shows the largest picture: small ones enlarged by a whole number, large ones reduced to a sheet of at most 1600 pixels.
    static func slot(for cells: [[[Bitmap]]], columns: Int) -> (width: Int, height: Int) {
        let pictures = cells.joined().joined()
        let (width, height) = (pictures.map(\.width).max() ?? 1, pictures.map(\.height).max() ?? 1)
        let side = max(width, height)
        let isFew = pictures.count <= 6
        var factor = max(1, min(256 / side, ((isFew ? 1600 : 1300) / columns - gap) / width))
        // Many columns: readable pictures matter more than a narrow sheet, as long as it stays below the limit.
        if !isFew, side * factor < 128 { factor = max(factor, min((127 + side) / side, (1600 / columns - gap) / width)) }
        let (slotWidth, slotHeight) = (width * factor, height * factor)
        let reduction = min(1, Double(max(1600 / columns - gap, 16)) / Double(slotWidth), 1600 / Double(slotHeight))
        return (max(1, Int(Double(slotWidth) * reduction)), max(1, Int(Double(slotHeight) * reduction)))
    }

    private mutating func placeTitle(_ text: String?, scale: Int) -> Int {
        let available = width - 2 * Self.margin
        guard let text, !text.isEmpty else { return Self.margin }
        let scale = BitmapFont.standard.width(of: text, scale: 2) <= available ? 2 : scale
        let lines = BitmapFont.standard.wrapped(text, width: available, scale: scale, lines: 3)
        title = TextBlock(lines: lines, x: Self.margin, y: Self.margin, width: available, scale: scale, isCentred: false)
        return title.bottom + 2 * Self.gap
    }

    private mutating func placeColumnHeaders(_ texts: [String], top: Int, scale: Int) -> Int {
        let lines = Self.wrapped(texts.prefix(columnLefts.count), width: slotWidth, scale: scale, lines: 2)
        guard let most = lines.map(\.count).max(), most > 0 else { return top }
        let bottom = top + TextBlock.height(lines: most, scale: scale)
        columnHeaders = zip(lines, columnLefts).map { lines, left in
            TextBlock(lines: lines, x: left, y: bottom - TextBlock.height(lines: lines.count, scale: scale), width: slotWidth, scale: scale)
        }
        return bottom + Self.gap
    }

    private mutating func placeRows(_ grid: ImageGrid, _ headers: [[String]], top: Int, headerWidth: Int, scale: Int) {
        let labels = Self.wrapped(grid.labels.prefix(grid.cells.map(\.count).reduce(0, +)), width: slotWidth, scale: scale, lines: 2)
        var (y, first) = (top, 0)
        for (row, cells) in grid.cells.enumerated() {
            rowTops.append(y)
            let stack = max(cells.map(\.count).max() ?? 1, 1)
            var rowHeight = stack * (slotHeight + Self.stackGap) - Self.stackGap
            if row < headers.count {
                let textHeight = TextBlock.height(lines: headers[row].count, scale: scale)
                rowHeight = max(rowHeight, textHeight)
                rowHeaders.append(
                    TextBlock(
                        lines: headers[row], x: Self.margin, y: y + (rowHeight - textHeight) / 2, width: headerWidth, scale: scale,
                        isCentred: false))
            }
            let own = labels.dropFirst(first).prefix(cells.count)
            first += cells.count
            let labelTop = y + rowHeight + 2 + 2 * scale
            for (lines, left) in zip(own, columnLefts) {
                self.labels.append(TextBlock(lines: lines, x: left, y: labelTop, width: slotWidth, scale: scale))
            }
            let most = own.map(\.count).max() ?? 0
            y = (most > 0 ? labelTop + TextBlock.height(lines: most, scale: scale) : y + rowHeight) + Self.gap
        }
        height = y - Self.gap + Self.margin
    }

    private static func wrapped(_ texts: ArraySlice<String>, width: Int, scale: Int, lines: Int? = nil) -> [[String]] {
        texts.map { BitmapFont.standard.wrapped($0, width: width, scale: scale, lines: lines) }
    }
}
