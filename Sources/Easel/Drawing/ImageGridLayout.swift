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

    static let margin = 8
    private static let gap = 6
    private static let stackGap = 2
    /// The whole sheet is not wider than this, nor is a picture on it higher, unless there are very many columns.
    private static let widest = 1600
    /// What a sheet of many small pictures is enlarged to.
    private static let calmWidth = 1200
    /// The side that small pictures are enlarged to where there is room, and the least at which many are shown.
    private static let comfortable = 256, recognisableSide = 128
    /// Pictures are not made narrower than this, however many columns there are.
    private static let smallest = 16

    init(_ grid: ImageGrid) {
        let columns = max(grid.cells.map(\.count).max() ?? 1, 1)
        let texts = grid.rowHeaders.prefix(grid.cells.count)
        // The headers take room from the pictures, and the pictures' size decides the size of the headers.
        var headers = RowHeaders(texts, scale: 1)
        var slot = Self.slot(for: grid.cells, columns: columns, width: Self.widest - 2 * Self.margin - headers.space)
        var scale = Self.textScale(slot: slot.width, columns: columns)
        if scale > 1 {
            headers = RowHeaders(texts, scale: scale)
            slot = Self.slot(for: grid.cells, columns: columns, width: Self.widest - 2 * Self.margin - headers.space)
            scale = headers.scale
        }
        (slotWidth, slotHeight) = slot
        let left = Self.margin + headers.space
        columnLefts = (0..<columns).map { left + $0 * (slot.width + Self.gap) }
        width = left + columns * (slotWidth + Self.gap) - Self.gap + Self.margin

        var top = placeTitle(grid.title, scale: scale)
        top = placeColumnHeaders(grid.columnHeaders, top: top, scale: scale)
        placeRows(grid, headers, top: top)
    }

    /// Where a picture of a cell's stack belongs.
    func slot(row: Int, column: Int, place: Int) -> Rectangle {
        let y = rowTops[row] + place * (slotHeight + Self.stackGap)
        return Rectangle(x: columnLefts[column], y: y, width: slotWidth, height: slotHeight)
    }

    /// The size that shows the largest picture: small ones enlarged by a whole number, large ones reduced until all columns fit in `width`.
    static func slot(for cells: [[[Bitmap]]], columns: Int, width available: Int) -> (width: Int, height: Int) {
        let pictures = cells.joined().joined()
        let (width, height) = (pictures.map(\.width).max() ?? 1, pictures.map(\.height).max() ?? 1)
        let most = max((available + gap) / columns - gap, smallest)
        var factor = max(1, min(comfortable / max(width, height), most / width))
        if pictures.count > 6 {
            // Many pictures: a narrower sheet, as long as each can still be recognised.
            let narrow = ((calmWidth + gap) / columns - gap) / width
            let recognisable = (recognisableSide + max(width, height) - 1) / max(width, height)
            factor = max(1, min(factor, max(narrow, recognisable)))
        }
        let (slotWidth, slotHeight) = (width * factor, height * factor)
        let reduction = min(1, Double(most) / Double(slotWidth), Double(widest) / Double(slotHeight))
        return (max(1, Int(Double(slotWidth) * reduction)), max(1, Int(Double(slotHeight) * reduction)))
    }

    private static func textScale(slot: Int, columns: Int) -> Int {
        slot >= 320 || (slot >= 240 && slot * columns > 1000) ? 2 : 1
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

    private mutating func placeRows(_ grid: ImageGrid, _ headers: RowHeaders, top: Int) {
        let scale = headers.scale
        let texts = grid.labels.prefix(grid.cells.map(\.count).reduce(0, +))
        let labels = Self.wrapped(texts, width: slotWidth, scale: scale, lines: 2)
        var (y, first) = (top, 0)
        for (row, cells) in grid.cells.enumerated() {
            rowTops.append(y)
            let stack = max(cells.map(\.count).max() ?? 1, 1)
            let pictures = stack * (slotHeight + Self.stackGap) - Self.stackGap
            let header = headers.block(of: row, y: y, rowHeight: pictures)
            if let header { rowHeaders.append(header) }
            let own = labels.dropFirst(first).prefix(cells.count)
            first += cells.count
            let labelTop = y + pictures + 2 + 2 * scale
            self.labels += zip(own, columnLefts).map { lines, left in
                TextBlock(lines: lines, x: left, y: labelTop, width: slotWidth, scale: scale)
            }
            let most = own.map(\.count).max() ?? 0
            let bottom = most > 0 ? labelTop + TextBlock.height(lines: most, scale: scale) : y + pictures
            height = max(bottom, header?.bottom ?? 0) + Self.margin
            y = height - Self.margin + (stack > 1 || most > 0 ? 2 * Self.gap : Self.gap)
        }
    }

    static func wrapped(_ texts: ArraySlice<String>, width: Int, scale: Int, lines: Int? = nil) -> [[String]] {
        texts.map { BitmapFont.standard.wrapped($0, width: width, scale: scale, lines: lines) }
    }
}
