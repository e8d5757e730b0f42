import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ImageFileTests {
    /// Odd sizes, every byte value, no symmetry.
    private func picture(_ width: Int = 23, _ height: Int = 17) throws -> Bitmap {
        try Bitmap(width: width, height: height, pixels: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 5) })
    }

    @Test func pngComesBackWithItsTexts() throws {
        let texts = [
            ImageText(keyword: "parameters", text: "a café\nSteps: 20, Sampler: PNDM"),
            ImageText(keyword: "easel", text: #"{"prompt": "猫 😀", "seed": 42}"#), ImageText(keyword: "empty", text: ""),
        ]
        let file = try ImageFile(try picture().png(texts: texts))
        #expect(file.storedBitmap == (try picture()))
        #expect(file.texts == texts)
        #expect(file.text("easel") == texts[1].text)
        #expect(try ImageFile(picture().png(texts: [.init(keyword: "k", text: "a\0b")])).text("k") == "a\u{FFFD}b")
    }

    @Test(arguments: ["", " x", "x ", "a  b", "a\nb", "猫", String(repeating: "k", count: 80)])
    func keywordsThatPNGCannotHoldAreRefused(keyword: String) throws {
        #expect(throws: ImageError.invalidKeyword(keyword)) { try picture().png(texts: [.init(keyword: keyword, text: "")]) }
    }

    @Test func jpegComesBackNearlyAndKeepsParameters() throws {
        let flat = try Bitmap(width: 33, height: 20, fill: RGB(200, 40, 90))
        let file = try ImageFile(flat.jpeg(quality: 95, texts: [.init(keyword: "parameters", text: "a 猫\nSteps: 1")]))
        #expect(file.format == .jpeg && file.text("parameters") == "a 猫\nSteps: 1" && file.orientation == .upright)
        #expect(zip(file.bitmap.pixels, flat.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
        #expect(try flat.jpeg(quality: 10).count < picture(64, 64).jpeg(quality: 100).count)
        #expect(try ImageFile(flat.jpeg(texts: [.init(keyword: "parameters", text: String(repeating: "x", count: 70_000))])).texts.isEmpty)
    }

    @Test func filesAreWrittenWholeAndNamed() throws {
        try TemporaryFolder.with { folder in
            for name in ["a.png", "b.JPG", "c.jpeg"] {
                try picture().write(to: "\(folder)/\(name)")
                #expect(try Bitmap(path: "\(folder)/\(name)").width == 23)
            }
            #expect(throws: ImageError.unsupportedExtension(path: "\(folder)/a.gif")) { try picture().write(to: "\(folder)/a.gif") }
            #expect(throws: ImageError.self) { try picture().write(to: "\(folder)/no/a.png") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.png", "b.JPG", "c.jpeg"])
            #expect(throws: ImageError.unreadable(source: folder, reason: "it is a folder")) { try ImageFile(path: folder) }
            #expect(throws: ImageError.self) { try ImageFile(path: "/dev/zero") }
            #expect(throws: ImageError.self) { try ImageFile(path: "\(folder)/none.png") }
        }
    }

    /// What is seen through shows the colour behind it, as Pillow's `alpha_composite` has it, and is turned as the file says.
    @Test func whatIsSeenThroughIsFilledAndTurned() throws {
        func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: #require(Fixtures.file("images", "files/\(name)"))))) }
        let (plain, other) = (try bytes("rgba8.png"), try bytes("exif_6.png"))
        // A chunk follows the header's, which ends at byte 33: its length, its name, its data, its sum.
        let chunk = Array(other[33..<(45 + Int(other[36]))])
        let file = try ImageFile(plain)
        let turned = try ImageFile(Array(plain.prefix(33)) + chunk + Array(plain.dropFirst(33)))
        let filled = file.bitmap(over: RGB(200, 100, 50))
        let row = (0..<6).map { filled[$0, 1] }
        #expect(row == [RGB(199, 98, 54), RGB(198, 94, 62), RGB(198, 94, 63), RGB(199, 88, 77), RGB(201, 90, 72), RGB(203, 89, 80)])
        #expect(file.isTransparent && file.bitmap(over: RGB(0, 0, 0)) != filled)
        #expect(turned.orientation == .rotatedClockwise && turned.isTransparent)
        #expect(turned.bitmap(over: RGB(200, 100, 50)) == filled.oriented(.rotatedClockwise))
        #expect(turned.bitmap == file.bitmap.oriented(.rotatedClockwise))
    }

    @Test func otherFormatsAreNamed() {
        let heads: [(String, [UInt8])] = [
            ("GIF", Array("GIF89a".utf8)), ("BMP", Array("BM00".utf8)), ("TIFF", Array("II*\0".utf8)),
            ("HEIC", Array("\0\0\0 ftypheic".utf8)), ("AVIF", Array("\0\0\0 ftypavif".utf8)), ("zip", Array("PK\u{3}\u{4}".utf8)),
            ("unknown", [1, 2, 3]),
        ]
        for (name, bytes) in heads {
            let error = #expect(throws: ImageError.self) { try ImageFile(bytes, source: "x.png") }
            #expect(error?.description.contains(name) == true && error?.description.contains("x.png") == true, "\(name)")
        }
        #expect(throws: ImageError.empty(source: "x.png")) { try ImageFile([], source: "x.png") }
    }

    @Test func cutFilesAreDamaged() throws {
        let (png, jpeg) = (try picture().png(), try picture(64, 64).jpeg())
        for length in 8..<png.count - 20 {
            #expect(throws: ImageError.self, "\(length)") { try ImageFile(Array(png.prefix(length))) }
        }
        for length in stride(from: 3, to: jpeg.count - 40, by: 7) {
            #expect(throws: ImageError.self, "\(length)") { try ImageFile(Array(jpeg.prefix(length))) }
        }
        #expect(try ImageFile(Array(jpeg.dropLast(2))).bitmap == ImageFile(jpeg).bitmap)
        #expect(try ImageFile(Array(png.dropLast(12))).bitmap == picture())
    }

    /// Whatever is broken, the result is a picture or an error.
    @Test func brokenBytesNeverTrap() throws {
        var random = SplitMix(state: 7)
        let text = [ImageText(keyword: "parameters", text: "some text")]
        for original in [try picture().png(texts: text), try picture(40, 40).jpeg(texts: text)] {
            for _ in 0..<500 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if let file = try? ImageFile(bytes) { #expect(file.bitmap.pixels.count == file.bitmap.width * file.bitmap.height * 3) }
            }
        }
    }

    @Test func hugeClaimsAreRefusedBeforeMemoryIsTaken() throws {
        var png = try picture().png()
        // Width and height in the IHDR chunk, then its checksum.
        png.replaceSubrange(16..<24, with: [0, 0, 0x30, 0, 0, 0, 0x30, 0])
        png.replaceSubrange(29..<33, with: CRC.bytes(of: png[12..<29]))
        #expect(throws: ImageError.self) { try ImageFile(png, source: "x.png") }
        png.replaceSubrange(16..<24, with: [0x7F, 0, 0, 0, 0x7F, 0, 0, 0])
        png.replaceSubrange(29..<33, with: CRC.bytes(of: png[12..<29]))
        let error = #expect(throws: ImageError.self) { try ImageFile(png, source: "x.png") }
        #expect(error?.description.contains("2130706432") == true, "\(error?.description ?? "")")
    }

    @Test func hugeClaimsOfJPEGsAreRefused() throws {
        var jpeg = try Bitmap(width: 8, height: 8).jpeg()
        // The frame header: marker, length, precision, then height and width.
        let frame = try #require(jpeg.indices.dropLast(9).first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        for side: UInt8 in [0x28, 0xFF] {
            jpeg.replaceSubrange(frame + 5..<frame + 9, with: [side, 0, side, 0])
            #expect(throws: ImageError.self) { try ImageFile(jpeg) }
        }
    }

    @Test func impossibleSizesAreRefused() throws {
        let picture = try picture()
        for (width, height) in [(0, 1), (1, 0), (-1, 5), (Int.max, 2), (1 << 20, 1 << 20)] {
            #expect(throws: ImageError.self) { try Bitmap(width: width, height: height) }
            #expect(throws: ImageError.self) { try picture.resized(width: width, height: height) }
            #expect(throws: ImageError.self) { try picture.centerCropped(width: width, height: height) }
            #expect(throws: ImageError.self) { try picture.cropped(x: 0, y: 0, width: width, height: height) }
        }
        #expect(throws: ImageError.self) { try picture.cropped(x: 20, y: 0, width: 4, height: 1) }
        #expect(throws: ImageError.self) { try picture.cropped(x: Int.max, y: 0, width: 4, height: 1) }
        #expect(throws: ImageError.self) { try picture.enlarged(by: 0) }
        #expect(throws: ImageError.self) { try picture.enlarged(by: Int.max) }
        #expect(throws: ImageError.wrongCount(expected: 3, found: 2)) { try Bitmap(width: 1, height: 1, pixels: [1, 2]) }
    }

    @Test func geometry() throws {
        let picture = try picture()
        #expect(picture.flippedHorizontally()[0, 3] == picture[22, 3])
        #expect(picture.flippedHorizontally().flippedHorizontally() == picture)
        #expect(picture.oriented(.rotatedClockwise).oriented(.rotatedCounterclockwise) == picture)
        #expect(picture.oriented(.rotatedClockwise)[16, 0] == picture[0, 0])
        #expect(try picture.enlarged(by: 3)[7, 8] == picture[2, 2])
        #expect(try picture.cropped(x: 2, y: 3, width: 4, height: 5)[1, 1] == picture[3, 4])
        #expect(try picture.centerCropped(width: 40, height: 5).width == 40)
        #expect(try picture.centerCropped(width: 40, height: 5)[0, 0] == .black)
        #expect(try picture.resized(width: 23, height: 17, filter: .lanczos) == picture)
    }

    @Test func tensorsRoundHalvesToEvenAndNothingTraps() throws {
        let values: [Float] = [.nan, .infinity, -.infinity, 0.5 / 255, 1.5 / 255, 2, -1, 1, 0, 0.5, 0.25, 1]
        let bitmap = Bitmap(Tensor(values, shape: [3, 2, 2]))
        #expect(bitmap.pixels == [0, 2, 0, 255, 255, 128, 0, 0, 64, 0, 255, 255])
        #expect(try picture().tensor.shape == [3, 17, 23])
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
