import Diffusion
import Tensors
import Testing

/// Masks: shapes, edges, and what is put back through them.
@Suite struct MaskTests {
    private func count(_ mask: Mask) -> Int { mask.values.count { $0 == 255 } }

    @Test func shapesCoverTheirPixels() throws {
        let rectangle = try MaskArea.rectangle(x: 2, y: 1, width: 3, height: 4).mask(width: 8, height: 6)
        #expect(count(rectangle) == 12)
        #expect((rectangle.values[1 * 8 + 2], rectangle.values[4 * 8 + 4], rectangle.values[5 * 8 + 4], rectangle.values[1]) == (255, 255, 0, 0))
        let clipped = try MaskArea.rectangle(x: -3, y: 4, width: 5, height: 100).mask(width: 8, height: 6)
        #expect(count(clipped) == 4)
        let ellipse = try MaskArea.ellipse(x: 0, y: 0, width: 100, height: 60).mask(width: 100, height: 60)
        #expect(abs(Double(count(ellipse)) / 6000 - Double.pi / 4) < 0.005)
        #expect(ellipse == Mask(ellipse.bitmap.oriented(.rotated180)))
        #expect(count(try MaskArea.everythingBut(.ellipse(x: 0, y: 0, width: 100, height: 60)).mask(width: 100, height: 60)) == 6000 - count(ellipse))
    }

    @Test func whatIsNoMaskIsRefused() throws {
        let picture = try Bitmap(width: 4, height: 4)
        for area in [
            MaskArea.picture(picture), .everythingBut(.picture(picture)), .rectangle(x: 0, y: 0, width: 0, height: 3),
            .ellipse(x: 0, y: 0, width: 3, height: -1),
        ] {
            #expect(throws: DiffusionError.self) { try area.mask(width: 8, height: 8) }
        }
        // Numbers that would overflow are no trap.
        #expect(count(try MaskArea.rectangle(x: .min, y: .min, width: .max, height: .max).mask(width: 4, height: 4)) == 0)
    }

    /// The edge falls evenly outside of the mask, and ends where it is said to.
    @Test func aFeatherLiesOutside() throws {
        let mask = try MaskArea.rectangle(x: 10, y: 10, width: 6, height: 6).mask(width: 26, height: 26)
        let soft = mask.feathered(by: 4)
        let row = Array(soft.values[(12 * 26)..<(13 * 26)])
        #expect(row[10..<16].allSatisfy { $0 == 255 })
        #expect(Array(row[16...]) == [204, 153, 102, 51, 0, 0, 0, 0, 0, 0])
        #expect(Array(row[..<10].reversed()) == Array(row[16...]))
        for y in 0..<26 {
            for x in 0..<26 {
                let (right, down) = (max(10 - x, x - 15, 0), max(10 - y, y - 15, 0))
                let distance = Double(right * right + down * down).squareRoot()
                #expect(distance < 5 || soft.values[y * 26 + x] == 0, "\(x), \(y)")
            }
        }
        #expect(mask.feathered(by: 0) == mask)
    }

    @Test func picturesMeetAtTheMask() throws {
        let (old, new) = (try Bitmap(width: 3, height: 1, fill: RGB(10, 20, 30)), try Bitmap(width: 3, height: 1, fill: RGB(200, 100, 0)))
        let gray = Mask(try Bitmap(width: 3, height: 1, pixels: [0, 0, 0, 128, 128, 128, 255, 255, 255]))
        #expect(new.placed(over: old, through: gray).pixels == [10, 20, 30, 105, 60, 15, 200, 100, 0])
    }

    /// As in diffusers: from half on, and by the pixel at the top left of each latent.
    @Test func latentsArePaintedWhereTheirFirstPixelIs() throws {
        var mask = try Bitmap(width: 8, height: 8)
        for (x, y, value) in [(0, 0, UInt8(127)), (4, 0, 128), (1, 5, 255), (4, 4, 255)] { mask[x, y] = RGB(value, value, value) }
        let canvas = try SourceCanvas(Bitmap(width: 8, height: 8, fill: RGB(255, 255, 255)), repainting: Repainting(mask: Mask(mask)), width: 8, height: 8)
        #expect(canvas.latentMask(scale: 4)?.scalars == [0, 1, 0, 1])
        let surroundings = try #require(canvas.surroundings?.scalars)
        #expect(surroundings[0] == 1 && surroundings[4] == 0 && surroundings[5 * 8 + 1] == 0 && surroundings[64 + 5] == 1)
    }

    @Test func aCanvasGrowsWhereItIsAsked() throws {
        let picture = try Bitmap(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
        let canvas = try SourceCanvas(picture, repainting: Repainting(mask: nil, margins: .left(2) + .bottom(1)), width: 4, height: 2)
        #expect(canvas.picture[0, 0] == RGB(1, 2, 3) && canvas.picture[3, 1] == RGB(4, 5, 6))
        #expect(canvas.mask?.values == [255, 255, 0, 0, 255, 255, 255, 255])
        #expect(Margins.all(5).rounded(up: 8) == .all(8) && Margins.top(16).rounded(up: 8) == .top(16))
    }
}
