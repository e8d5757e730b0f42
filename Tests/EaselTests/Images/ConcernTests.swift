import Diffusion
import Easel
import Foundation
import Personalization
import Testing

/// What is said of pictures that would hurt training, and that nothing is said of those that would not.
@Suite struct ConcernTests {
    /// A dog-like thing on a scene, at a place, as sharp as drawings are.
    private static func scene(_ number: Int, x: Int = 128, y: Int = 128, side: Int = 256) throws -> Canvas {
        let light = UInt8(90 + 40 * (number % 4))
        var canvas = try Canvas(width: side, height: side, fill: RGB(light, UInt8(100 + 30 * (number % 4)), 240))
        canvas.fill(x: 0..<side, y: (side * 7 / 10)..<side, with: RGB(90, light, UInt8(60 + 25 * (number % 3))))
        canvas.fill(x: (x - 40)..<(x + 40), y: (y - 30)..<(y + 50), with: RGB(150, 90, 40))
        canvas.fill(x: (x - 25)..<(x - 10), y: (y - 10)..<(y + 5), with: RGB(20, 20, 30))
        canvas.fill(x: (x + 10)..<(x + 25), y: (y - 10)..<(y + 5), with: RGB(20, 20, 30))
        return canvas
    }

    private static func set(_ pictures: [Bitmap], prompts: [String] = ["a photo of {}"], isTransparent: Bool = false) throws -> ImageSet {
        try ImageSet(pictures.map { PromptedImage(bitmap: $0, source: "test", prompts: prompts, isTransparent: isTransparent) })
    }

    /// What is said of the first of four pictures, the others being in order.
    private static func remarks(on picture: Bitmap, isTransparent: Bool = false) throws -> [String] {
        let others = try (1...3).map { try scene($0).bitmap() }
        let concerns = try set([picture] + others, isTransparent: isTransparent).concerns(modelSize: 64)
        return concerns.filter { $0.index == 0 || $0.index == nil }.map(\.text)
    }

    @Test(arguments: ["moss-cat/single", "moss-cat/group", "tea-bottle/single", "briscoe-dog/single", "dusk-duotone-style"])
    func goodPicturesRaiseNoAlarm(_ concept: String) throws {
        let places = ["notebooks/concepts", "Tests/Fixtures/concepts"].map { EaselTinyModel.repository.appending(path: "\($0)/\(concept)").path }
        let folder = try #require(places.first { FileManager.default.fileExists(atPath: $0) })
        let prompts: EaselSession.Prompts = concept.hasSuffix("style") ? .style : .object
        #expect(try EaselSession().images([folder], prompts: prompts).concerns(modelSize: 64) == [])
    }

    @Test func aPlainSceneRaisesNoAlarm() throws {
        let remarks = try Self.remarks(on: Self.scene(0).bitmap())
        #expect(remarks == [], "\(remarks)")
    }

    @Test func aBlurIsSeenWhereTheModelSeesIt() throws {
        let sharp = try Self.scene(0).bitmap()
        let blurred = try sharp.resized(width: 10, height: 10, filter: .box).resized(width: 256, height: 256, filter: .bicubic)
        #expect(try Self.remarks(on: blurred).contains { $0.hasPrefix("blurred") })
        let slight = try sharp.resized(width: 128, height: 128, filter: .box).resized(width: 256, height: 256, filter: .bicubic)
        #expect(try !Self.remarks(on: slight).contains { $0.hasPrefix("blurred") })
    }

    @Test func fewerPicturesThanSourcesTakeAreSaid() throws {
        let four = try (0..<4).map { try Self.scene($0, x: 100 + 20 * $0).bitmap() }
        func advice(_ pictures: [Bitmap], _ prompt: String) throws -> String? {
            try Self.set(pictures, prompts: [prompt]).concerns(modelSize: 64).map(\.text).first { $0.contains("sources take") }
        }
        #expect(try advice(four, "a photo of {}") == nil)
        #expect(try advice(Array(four.prefix(2)), "a photo of {}")?.contains("3 to 8") == true)
        #expect(try advice(four, "in the style of {}")?.hasPrefix("only 4 pictures: sources take 5 to 20 of a style") == true)
    }

    @Test func bordersAreSeen() throws {
        var framed = try Self.scene(0)
        for range in [0..<16, 240..<256] {
            framed.fill(x: 0..<256, y: range, with: .white)
            framed.fill(x: range, y: 0..<256, with: .white)
        }
        #expect(try Self.remarks(on: framed.bitmap()).contains { $0.contains("border (on all sides)") })
        var film = try Self.scene(0)
        for range in [0..<30, 226..<256] { film.fill(x: 0..<256, y: range, with: .black) }
        #expect(try Self.remarks(on: film.bitmap()).contains { $0.contains("border (above and below)") })
    }

    @Test func writingIsSeen() throws {
        var canvas = try Self.scene(0, side: 256)
        canvas.draw("SAMPLE PHOTO 1234", x: 10, y: 228, colour: .white, scale: 2)
        let concerns = try Self.set([canvas.bitmap()]).concerns(modelSize: 256)
        #expect(concerns.contains { $0.index == 0 && $0.text.contains("writing") })
        #expect(try !Self.set([Self.scene(0).bitmap()]).concerns(modelSize: 256).contains { $0.text.contains("writing") })
    }

    @Test func aSubjectInTheCornerIsSeen() throws {
        let concerns = try Self.remarks(on: Self.scene(0, x: 215, y: 205).bitmap())
        #expect(concerns.contains { $0.contains("far from the middle") })
    }

    @Test func duplicatesAreSeenThroughSizeLightAndMirroring() throws {
        let original = try Self.scene(0, x: 100).bitmap()
        let darker = try Bitmap(width: 256, height: 256, pixels: original.pixels.map { UInt8(Double($0) * 0.9) }).resized(width: 200, height: 200)
        let set = try Self.set([original, Self.scene(1).bitmap(), darker, original.flippedHorizontally()])
        let found = set.concerns(modelSize: 64).filter { $0.text.hasPrefix("nearly the same") }
        #expect(found.map(\.index) == [2, 3] && found.allSatisfy { $0.text.hasSuffix("picture 1") })
    }

    @Test func aSceneThatNeverVariesIsSeen() throws {
        let same = try [100, 128, 150, 118].map { try Self.scene(0, x: $0).bitmap() }
        #expect(try Self.set(same).concerns(modelSize: 64).contains { $0.index == nil && $0.text.hasPrefix("the background never varies") })
    }

    @Test func anObjectInAllPicturesOfAStyleIsSeen() throws {
        let pictures = try (0..<5).map { try Self.scene($0).bitmap() }
        let prompts = PromptTemplates.style.prompts
        #expect(try Self.set(pictures, prompts: prompts).concerns(modelSize: 64).contains { $0.text.hasPrefix("the same thing stands") })
        #expect(try !Self.set(pictures).concerns(modelSize: 64).contains { $0.text.hasPrefix("the same thing stands") })
    }

    @Test func oddAndEvenNumbersAreBothRight() throws {
        for count in [3, 4, 5, 6] {
            let pictures = try (0..<count).map { try Self.scene($0, x: 110 + 9 * $0).bitmap() }
            #expect(try Self.set(pictures).concerns(modelSize: 64).filter { $0.index == nil } == [])
        }
    }

    @Test func transparencyIsSeenAndFilled() throws {
        let folder = EaselTinyModel.repository.appending(path: "Tests/Fixtures").path
        for file in ["\(folder)/images/files/rgba8.png", "\(folder)/webp/alpha.webp"] {
            let plain = try EaselSession().images([file])
            #expect(plain.concerns(modelSize: 8).contains { $0.text.contains("transparent") })
            let filled = try EaselSession().images([file], background: .white)
            #expect(!filled.concerns(modelSize: 8).contains { $0.text.contains("transparent") })
            #expect(filled.elements[0].image.bitmap != plain.elements[0].image.bitmap)
        }
    }
}
