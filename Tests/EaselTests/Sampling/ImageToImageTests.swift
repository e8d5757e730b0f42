import Diffusion
import Easel
import Foundation
import Testing

/// Pictures that begin from other pictures.
@Suite(.serialized) struct ImageToImageTests {
    private func sampling(_ source: Image?, strength: Double = 0.5, change: (inout SamplingArguments) -> Void = { _ in }) -> SamplingArguments {
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed, arguments.strength) = (10, 3, strength)
        arguments.sources = source.map { [$0] } ?? []
        change(&arguments)
        return arguments
    }

    @Test func theMoreStrengthTheLessStays() throws {
        let tiny = try EaselTinyModel()
        let source = try tiny.model.sample(["a photo of a red cat on the beach"], sampling(nil))[0]
        for sampler in [SamplerName.pndm, .ddim, .eulerAncestral, .heunKarras, .dpmpp2mKarras, .dpmppSDE, .unipc, .lcm] {
            let far = try [0.2, 0.6, 1].map { strength in
                try tiny.model.sample(["a photo of a blue car"], sampling(source, strength: strength) { $0.sampler = sampler })[0]
                    .difference(from: source)
            }
            #expect(far[0] < far[1] && far[1] < far[2], "\(sampler): \(far)")
            #expect(far[0] < 0.25, "\(sampler): \(far)")
        }
    }

    @Test func aPictureAloneAndAmongOthersIsTheSame() throws {
        let tiny = try EaselTinyModel()
        let sources = try tiny.model.sample(["a photo of a red cat", "a photo of a blue car"], sampling(nil))
        var both = sampling(nil)
        both.sources = sources
        let together = try tiny.model.sample(["a photo of a dog"], both)
        #expect(together.count == 2 && together.map(\.prompt) == ["a photo of a dog", "a photo of a dog"])
        let second = try tiny.model.sample(["a photo of a dog"], sampling(sources[1]) { $0.seed = 4 })
        #expect(second[0].bitmap == together[1].bitmap)
    }

    /// Drawn again and again, a picture neither burns nor fades.
    @Test func aLoopStaysStable() throws {
        let tiny = try EaselTinyModel()
        var picture = try tiny.model.sample(["a photo of a red cat on the beach"], sampling(nil))[0]
        func brightness(_ image: Image) -> Double { image.bitmap.pixels.reduce(0) { $0 + Double($1) } / Double(image.bitmap.pixels.count) }
        let first = brightness(picture)
        for round in 0..<12 {
            picture = try tiny.model.sample(["a photo of a red cat on the beach"], sampling(picture, strength: 0.3) { $0.seed = UInt64(round) })[0]
        }
        #expect(abs(brightness(picture) - first) < 25)
        let likeness = try tiny.session.promptFidelity([picture.bitmap], to: ["a photo of a red cat on the beach"], by: .encoder)
        #expect(likeness > 0.8)
    }

    @Test func sizesAreTheSourcesUnlessGiven() throws {
        let tiny = try EaselTinyModel()
        let source = Image(try Bitmap(width: 101, height: 70, fill: RGB(200, 40, 40)))
        let picture = try tiny.model.sample(["a cat"], sampling(source))[0]
        #expect(picture.width == 100 && picture.height == 68)
        let wide = try tiny.model.sample(["a cat"], sampling(source) { ($0.width, $0.height) = (96, 64) })[0]
        #expect(wide.width == 96 && wide.height == 64)
    }

    @Test func aRecipeNamesItsSource() throws {
        let tiny = try EaselTinyModel()
        let source = try tiny.model.sample(["a photo of a red cat"], sampling(nil))[0]
        let picture = try tiny.model.sample(["a photo of a dog"], sampling(source))[0]
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).png").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try tiny.session.save([picture], to: path)
        let recreation = try tiny.model.recreate(path, from: source)
        #expect(recreation.difference == 0 && recreation.image.recipe?.source?.strength == 0.5)
        #expect(throws: EaselError.self) { try tiny.model.recreate(path) }
        #expect(throws: EaselError.self) { try tiny.model.recreate(path, from: picture) }
        let verdicts = try tiny.model.verify(tiny.session.manifest())
        #expect(verdicts.first == .identical)
        guard case .impossible(let reason)? = verdicts.last else { return #expect(Bool(false), "\(verdicts)") }
        #expect(reason.contains("began from another picture"))
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let tiny = try EaselTinyModel()
        let source = try tiny.model.sample(["a photo of a red cat"], sampling(nil))[0]
        for strength in [0, -0.5, 1.5, .nan, 0.05] {
            #expect(throws: DiffusionError.self) { try tiny.model.sample(["a cat"], sampling(source, strength: strength)) }
        }
        #expect(throws: DiffusionError.self) { try tiny.model.sample(["a cat"], sampling(source) { $0.sampler = .dpmAdaptive }) }
        #expect(throws: EaselError.self) { try tiny.model.sample(["a", "b", "c"], sampling(source) { $0.sources += [source] }) }
        let small = Image(try source.bitmap.resized(width: 32, height: 32))
        #expect(throws: EaselError.self) { try tiny.model.sample(["a cat"], sampling(source) { $0.sources += [small] }) }
    }
}
