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

    /// The columns that were asked for.
    private let columns: Int?

    /// Pictures in reading order.
    ///
    /// Without `columns`, up to three stand in one row, and more make a sheet that is nearly square, of at most six columns.
    public init(
        _ pictures: [Bitmap], columns: Int? = nil, labels: [String] = [],
        rowHeaders: [String] = [], columnHeaders: [String] = [], title: String? = nil
    ) {
        let count = max(1, min(columns ?? Self.defaultColumns(for: pictures.count), pictures.count))
        cells = stride(from: 0, to: pictures.count, by: count).map { start in
            pictures[start..<min(start + count, pictures.count)].map { [$0] }
        }
        self.columns = columns
        self.labels = labels
        self.rowHeaders = rowHeaders
        self.columnHeaders = columnHeaders
        self.title = title
    }

    /// A table whose cells hold pictures one above the other: rows × columns × stacked pictures.
    public init(
        cells: [[[Bitmap]]], labels: [String] = [], rowHeaders: [String] = [], columnHeaders: [String] = [], title: String? = nil
    ) {
        self.cells = cells
        columns = nil
        self.labels = labels
        self.rowHeaders = rowHeaders
        self.columnHeaders = columnHeaders
        self.title = title
    }

    /// The sheet as one picture.
    ///
    /// Throws: ``EaselError/invalidArgument(name:expected:found:)`` without any picture and for fewer than one column;
    /// `ImageError.invalidSize` where the sheet would be too large.
    public func bitmap() throws -> Bitmap {
        try validate()
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

    private func validate() throws {
        if let columns, columns < 1 {
            throw EaselError.invalidArgument(name: "columns", expected: "1 or more", found: "\(columns)")
        }
        guard cells.contains(where: { $0.contains { !$0.isEmpty } }) else {
            throw EaselError.invalidArgument(name: "images", expected: "at least one picture", found: "none")
        }
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
