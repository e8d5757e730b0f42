public import Diffusion

/// Pictures side by side on a white sheet, with labels and headers.
public struct ImageGrid: Equatable, Sendable {
    /// Rows × columns × the pictures stacked in a cell; rows may be of different length, and cells empty.
    public let cells: [[[Bitmap]]]
    /// What is written under each cell, row by row; may be shorter, and empty.
    public var labels: [String]
    public var rowHeaders: [String]
    public var columnHeaders: [String]
    public var title: String?

    /// Pictures in reading order.
    ///
    /// Without `columns`, up to three stand in one row, and more make a sheet that is nearly square, of at most six columns.
    ///
    /// Throws: ``EaselError/invalidArgument(name:expected:found:)``.
    public init(
        _ pictures: [Bitmap], columns: Int? = nil, labels: [String] = [],
        rowHeaders: [String] = [], columnHeaders: [String] = [], title: String? = nil
    ) throws {
        if let columns, columns < 1 {
            throw EaselError.invalidArgument(name: "columns", expected: "1 or more", found: "\(columns)")
        }
        let count = min(columns ?? Self.defaultColumns(for: pictures.count), max(pictures.count, 1))
        let cells = stride(from: 0, to: pictures.count, by: count).map { start in
            pictures[start..<min(start + count, pictures.count)].map { [$0] }
        }
        try self.init(cells: cells, labels: labels, rowHeaders: rowHeaders, columnHeaders: columnHeaders, title: title)
    }

    /// A table whose cells hold pictures one above the other: rows × columns × stacked pictures.
    ///
    /// Throws: ``EaselError/invalidArgument(name:expected:found:)`` where there is no picture at all.
    public init(
        cells: [[[Bitmap]]], labels: [String] = [], rowHeaders: [String] = [], columnHeaders: [String] = [], title: String? = nil
    ) throws {
        guard cells.contains(where: { $0.contains { !$0.isEmpty } }) else {
            throw EaselError.invalidArgument(name: "images", expected: "at least one picture", found: "none")
        }
        self.cells = cells
        self.labels = labels
        self.rowHeaders = rowHeaders
        self.columnHeaders = columnHeaders
        self.title = title
    }

    /// The sheet as one picture.
    ///
    /// Throws: `ImageError.invalidSize` where the sheet would be too large.
    public func bitmap() throws -> Bitmap {
        let layout = ImageGridLayout(self)
        var canvas = try Canvas(width: layout.width, height: layout.height)
        drawTexts(on: &canvas, layout)
        for (row, cells) in cells.enumerated() {
            for (column, pictures) in cells.enumerated() {
                for (place, picture) in pictures.enumerated() {
                    try draw(picture, on: &canvas, layout.slot(row: row, column: column, place: place))
                }
            }
        }
        return try canvas.bitmap()
    }

    static func defaultColumns(for count: Int) -> Int {
        if count <= 3 { return max(count, 1) }
        return min(6, (2...6).first { $0 * $0 >= count } ?? 6)
    }

    /// Draws a picture in the middle of its slot: enlarged by a whole number without smoothing, or reduced with a box filter.
    private func draw(_ picture: Bitmap, on canvas: inout Canvas, _ slot: ImageGridLayout.Rectangle) throws {
        let factor = min(slot.width / picture.width, slot.height / picture.height)
        if factor >= 1 {
            let (width, height) = (picture.width * factor, picture.height * factor)
            canvas.draw(picture, x: slot.x + (slot.width - width) / 2, y: slot.y + (slot.height - height) / 2, factor: factor)
            return
        }
        let scale = min(Double(slot.width) / Double(picture.width), Double(slot.height) / Double(picture.height))
        let width = max(1, Int((Double(picture.width) * scale).rounded()))
        let height = max(1, Int((Double(picture.height) * scale).rounded()))
        let reduced = try picture.resized(width: width, height: height, filter: .box)
        canvas.draw(reduced, x: slot.x + (slot.width - width) / 2, y: slot.y + (slot.height - height) / 2)
    }

    private func drawTexts(on canvas: inout Canvas, _ layout: ImageGridLayout) {
        layout.title.draw(on: &canvas, colour: Self.ink)
        for block in layout.columnHeaders + layout.rowHeaders { block.draw(on: &canvas, colour: Self.ink) }
        for block in layout.labels { block.draw(on: &canvas, colour: Self.softInk) }
    }

    private static let ink = RGB(33, 37, 41)
    private static let softInk = RGB(73, 80, 87)
}
