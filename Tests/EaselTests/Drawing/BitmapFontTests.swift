import Diffusion
import Easel
import Testing

@Suite struct BitmapFontTests {
    private let font = BitmapFont.standard

    @Test func everyPromisedCharacterHasItsOwnGlyph() {
        let promised = (32...126).map { Character(UnicodeScalar($0)) } + Array("×·…–äöüßéè")
        #expect(font.characters == promised)
        #expect(Set(promised.map { font.glyph(for: $0) }).count == promised.count)
        #expect(promised.allSatisfy { font.glyph(for: $0) != font.box })
        #expect(font.glyph(for: "a\u{308}") == font.glyph(for: "ä"), "the same letter, written as two scalars")
    }

    @Test(arguments: ["漢", "€", "👩‍👩‍👧", "\u{0}", "\u{FFFD}"]) func anythingElseIsABox(_ character: Character) {
        #expect(font.glyph(for: character) == font.box)
        #expect(font.width(of: String(character)) == font.box.width)
    }

    @Test func glyphsKeepToTheirCells() throws {
        for character in font.characters + ["漢"] {
            let glyph = font.glyph(for: character)
            #expect((1...5).contains(glyph.width))
            var canvas = try Canvas(width: 12, height: 16)
            canvas.draw(String(character), x: 3, y: 3)
            let picture = try canvas.bitmap()
            var ink = 0
            for y in 0..<16 {
                for x in 0..<12 where picture[x, y] != .white {
                    #expect(x >= 3 && x < 3 + glyph.width && y >= 3 && y < 3 + BitmapFont.glyphHeight, "\(character)")
                    #expect(glyph.isInk(x: x - 3, y: y - 3))
                    ink += 1
                }
            }
            #expect((ink == 0) == (character == " "), "\(character)")
        }
    }

    @Test func digitsAreEquallyWide() {
        #expect(Set("0123456789".map { font.glyph(for: $0).width }) == [5])
    }

    @Test func widthIsThatOfTheInk() throws {
        #expect(font.width(of: "") == 0)
        #expect(font.width(of: "00") == 11)
        #expect(font.width(of: "00", scale: 3) == 33)
        var canvas = try Canvas(width: 200, height: 30)
        canvas.draw("Hamburg <H>", x: 0, y: 0, scale: 2)
        let picture = try canvas.bitmap()
        let inked = (0..<200).filter { x in (0..<30).contains { picture[x, $0] != .white } }
        #expect(inked.last == font.width(of: "Hamburg <H>", scale: 2) - 1)
    }

    @Test func aLargerScaleIsTheSamePictureEnlarged() throws {
        var (small, large) = (try Canvas(width: 90, height: 12), try Canvas(width: 270, height: 36))
        small.draw("größer, 7.5 × 3", x: 1, y: 1, colour: RGB(9, 8, 7))
        large.draw("größer, 7.5 × 3", x: 3, y: 3, colour: RGB(9, 8, 7), scale: 3)
        #expect(try large.bitmap() == small.bitmap().enlarged(by: 3))
    }

    @Test func whatLeavesTheCanvasIsLeftOut() throws {
        var canvas = try Canvas(width: 5, height: 5)
        canvas.draw("WWWW", x: -7, y: -3, scale: 2)
        canvas.draw("W", x: 100, y: 100)
        canvas.draw(try Bitmap(width: 3, height: 3), x: -2, y: 4, factor: 2)
        canvas.fill(x: -5..<1, y: 3..<90, with: RGB(1, 2, 3))
        let picture = try canvas.bitmap()
        #expect(picture[0, 4] == RGB(1, 2, 3))
        #expect(picture[3, 4] == .black)
        #expect(picture[4, 4] == .white)
    }

    @Test(arguments: [20, 37, 60, 111, 1000], [1, 2]) func wrappedLinesFitAndLoseNothing(width: Int, scale: Int) {
        let text = "a photo of <my-cat> on the\tbeach,  seed 42\nDonaudampfschifffahrtsgesellschaft"
        let lines = font.wrapped(text, width: width, scale: scale)
        #expect(lines.allSatisfy { font.width(of: $0, scale: scale) <= width })
        #expect(lines.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
        for (line, next) in zip(lines, lines.dropFirst()) {
            #expect(font.width(of: line + " " + next, scale: scale) > width, "what fits in one line is in one line")
        }
    }

    @Test func wrappingBreaksBetweenWords() {
        let width = font.width(of: "a photo of")
        #expect(font.wrapped("a photo of my cat", width: width) == ["a photo of", "my cat"])
        #expect(font.wrapped("  ", width: 100).isEmpty)
        #expect(font.wrapped("abc", width: 0) == ["a", "b", "c"])
    }

    @Test(arguments: [15, 40, 80, 200]) func limitedLinesEndInAnEllipsis(width: Int) {
        let text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        let lines = font.wrapped(text, width: width, lines: 2)
        #expect(lines.count == 2)
        #expect(lines[1].hasSuffix("…"))
        #expect(!lines[1].hasSuffix(" …"))
        #expect(lines.allSatisfy { font.width(of: $0) <= width })
        #expect(font.wrapped(text, width: width, lines: 0).isEmpty)
        #expect(font.wrapped("one two", width: 200, lines: 1) == ["one two"])
    }

    @Test func shortenedKeepsWhatFits() {
        #expect(font.shortened("seed 42", width: font.width(of: "seed 42")) == "seed 42")
        #expect(font.shortened("seed 42", width: font.width(of: "seed 42") - 1) == "seed…")
        #expect(font.shortened("seed", width: 0) == "…")
    }
}
