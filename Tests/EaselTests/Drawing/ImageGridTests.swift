import Diffusion
import Easel
import Testing

@Suite struct ImageGridTests {
    /// A picture without two equal pixels nearby, and without white.
    private func picture(_ width: Int, _ height: Int, _ number: Int = 0) throws -> Bitmap {
        var pixels: [UInt8] = []
        for place in 0..<height * width {
            pixels.append(UInt8(place * 7 % 251))
            pixels.append(UInt8(place / width * 5 % 241))
            pixels.append(UInt8((number * 31 + place) % 200))
        }
        return try Bitmap(width: width, height: height, pixels: pixels)
    }

    private func contains(_ sheet: Bitmap, _ picture: Bitmap, x: Int, y: Int) throws -> Bool {
        try sheet.cropped(x: x, y: y, width: picture.width, height: picture.height) == picture
    }

    private func hasInk(_ sheet: Bitmap, x: Range<Int>, y: Range<Int>) -> Bool {
        y.contains { row in x.contains { sheet[$0, row] != .white } }
    }

    @Test func fewSmallPicturesAreEnlargedWithoutSmoothing() throws {
        let pictures = try (0..<4).map { try picture(60, 50, $0) }
        let sheet = try ImageGrid(pictures).bitmap()
        #expect(sheet.width == 8 + 240 + 6 + 240 + 8)
        #expect(sheet.height == 8 + 200 + 6 + 200 + 8)
        for (number, picture) in pictures.enumerated() {
            let (x, y) = (8 + number % 2 * 246, 8 + number / 2 * 206)
            #expect(try contains(sheet, picture.enlarged(by: 4), x: x, y: y))
        }
        #expect(!hasInk(sheet, x: 248..<254, y: 0..<sheet.height))
        #expect(!hasInk(sheet, x: 0..<sheet.width, y: 208..<214))
    }

    @Test func anEightColumnSheetStaysNarrow() throws {
        let pictures = try (0..<24).map { try picture(64, 64, $0) }
        let sheet = try ImageGrid(pictures, columns: 8).bitmap()
        #expect((1000...1300).contains(sheet.width))
        #expect(try contains(sheet, pictures[9].enlarged(by: 2), x: 8 + 134, y: 8 + 134))
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (9, 3), (10, 4), (17, 5), (26, 6), (60, 6)])
    func sheetsAreNearlySquare(count: Int, columns: Int) throws {
        let grid = ImageGrid(try (0..<count).map { try picture(8, 8, $0) })
        #expect(grid.cells.map(\.count).max() == columns)
        #expect(grid.cells.map(\.count).reduce(0, +) == count)
        #expect(grid.cells.dropLast().allSatisfy { $0.count == columns })
    }

    @Test(arguments: [(512, 512, 4, 0), (512, 768, 12, 0), (513, 300, 7, 3), (2000, 1000, 1, 0), (300, 4000, 1, 0), (257, 257, 40, 20)])
    func largePicturesAreReduced(width: Int, height: Int, count: Int, columns: Int) throws {
        let headers = ["a header that is long enough to be wrapped"]
        let grid = ImageGrid(
            try (0..<count).map { try picture(width, height, $0) }, columns: columns == 0 ? nil : columns, rowHeaders: headers)
        let sheet = try grid.bitmap()
        #expect(sheet.width <= 1600)
        #expect(sheet.width > 400 || height > 1600)
    }

    @Test func aReducedPictureIsAveraged() throws {
        var checked = try Bitmap(width: 3168, height: 20)
        for y in 0..<20 {
            for x in 0..<3168 where (x + y) % 2 == 0 { checked[x, y] = .white }
        }
        let sheet = try ImageGrid([checked]).bitmap()
        #expect(sheet.width == 1600)
        #expect(abs(Int(sheet[800, 12].green) - 127) <= 1)
    }

    @Test func differentSizesStandInTheMiddleOfEqualPlaces() throws {
        let (small, wide) = (try picture(30, 30, 1), try picture(300, 100, 2))
        let sheet = try ImageGrid([small, wide, try picture(100, 300, 3)]).bitmap()
        #expect(sheet.width == 8 + 300 + 6 + 300 + 6 + 300 + 8)
        #expect(try contains(sheet, small.enlarged(by: 10), x: 8, y: 8))
        #expect(try contains(sheet, wide, x: 8 + 306, y: 8 + 100))
        #expect(!hasInk(sheet, x: 314..<614, y: 0..<108))
    }

    @Test func labelsStandUnderTheirPictures() throws {
        let pictures = try (0..<2).map { try picture(64, 64, $0) }
        let long = String(repeating: "word ", count: 100)
        let plain = try ImageGrid(pictures).bitmap()
        let short = try ImageGrid(pictures, labels: ["", "seed 7"]).bitmap()
        let full = try ImageGrid(pictures, labels: ["seed 7", long, "of no picture"]).bitmap()
        #expect(short.height == plain.height + 4 + BitmapFont.glyphHeight)
        #expect(full.height == short.height + BitmapFont.lineHeight, "two lines at most")
        #expect(!hasInk(short, x: 0..<264, y: 264..<short.height))
        #expect(hasInk(short, x: 270..<526, y: 268..<277))
        #expect(!hasInk(full, x: 0..<full.width, y: full.height - 8..<full.height))
        #expect(try contains(full, pictures[0].enlarged(by: 4), x: 8, y: 8))
    }

    @Test func headersStandBesideAndAbove() throws {
        let cells = try (0..<2).map { row in try (0..<3).map { [try picture(64, 64, row * 3 + $0)] } }
        let grid = ImageGrid(cells: cells, rowHeaders: ["steps 10", "steps 25"], columnHeaders: ["3", "", "12"], title: "Sweep")
        let sheet = try grid.bitmap()
        let left = sheet.width - 8 - 3 * 256 - 2 * 6
        let top = sheet.height - 8 - 2 * 256 - 6
        #expect(left == 8 + BitmapFont.standard.width(of: "steps 10") + 8)
        for (row, pictures) in cells.enumerated() {
            #expect(hasInk(sheet, x: 8..<left - 8, y: top + row * 262 + 120..<top + row * 262 + 136))
            for column in 0..<3 {
                #expect(try contains(sheet, pictures[column][0].enlarged(by: 4), x: left + column * 262, y: top + row * 262))
            }
        }
        let header = top - 6 - BitmapFont.glyphHeight..<top - 6
        #expect((0..<3).map { hasInk(sheet, x: left + $0 * 262..<left + $0 * 262 + 256, y: header) } == [true, false, true])
        #expect(hasInk(sheet, x: 8..<60, y: 8..<22), "the title")
    }

    @Test func stackedRaggedAndEmptyCells() throws {
        let (first, second, third) = (try picture(64, 64, 1), try picture(64, 64, 2), try picture(64, 64, 3))
        let sheet = try ImageGrid(cells: [[[first, second], [], [third]], [[], [third]], []], columnHeaders: []).bitmap()
        #expect(sheet.width == 8 + 3 * 262 - 6 + 8)
        #expect(try contains(sheet, first.enlarged(by: 4), x: 8, y: 8))
        #expect(try contains(sheet, second.enlarged(by: 4), x: 8, y: 8 + 258))
        #expect(try contains(sheet, third.enlarged(by: 4), x: 8 + 524, y: 8))
        #expect(!hasInk(sheet, x: 264..<532, y: 0..<522))
        #expect(!hasInk(sheet, x: 532..<788, y: 264..<sheet.height))
        #expect(try contains(sheet, third.enlarged(by: 4), x: 8 + 262, y: 8 + 514 + 12))
    }

    @Test func impossibleSheetsAreRefused() throws {
        let picture = try picture(8, 8)
        #expect(throws: EaselError.self) { try ImageGrid([]).bitmap() }
        #expect(throws: EaselError.self) { try ImageGrid(cells: [[[], []], []]).bitmap() }
        for columns in [0, -1, Int.min] {
            #expect(throws: EaselError.self) { try ImageGrid([picture], columns: columns).bitmap() }
        }
        #expect(try ImageGrid([picture], columns: Int.max, labels: ["\u{0}\n漢"], title: "").bitmap().width == 272)
    }

    @Test func equalSheetsAreDrawnEqually() throws {
        let grid = ImageGrid([try picture(31, 17), try picture(600, 401)], labels: ["a", "b"], rowHeaders: ["x"], title: "t")
        #expect(try grid.bitmap() == grid.bitmap())
    }
}
