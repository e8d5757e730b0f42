import Diffusion
import Easel
import Testing

@Suite struct ImageDifferenceTests {
    private func image(_ colour: RGB, width: Int = 3, height: Int = 2) throws -> Image { Image(try Bitmap(width: width, height: height, fill: colour)) }

    @Test func isTheRootMeanSquareOverPixelsAndColours() throws {
        let (black, white) = (try image(.black), try image(RGB(255, 255, 255)))
        #expect(try black.difference(from: white) == 1)
        #expect(try white.difference(from: white) == 0)
        #expect(abs(try black.difference(from: image(RGB(255, 0, 0))) - (1.0 / 3).squareRoot()) < 1e-12)
        #expect(abs(try black.difference(from: image(RGB(3, 4, 0))) - (25.0 / 3).squareRoot() / 255) < 1e-12)
    }

    @Test func picturesOfOtherSizesAreRefused() throws {
        #expect(throws: EaselError.invalidArgument(name: "from", expected: "3×2 pixels large", found: "2×3")) {
            try image(.black).difference(from: image(.black, width: 2, height: 3))
        }
    }
}
