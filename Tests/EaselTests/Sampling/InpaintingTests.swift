import Diffusion
import Easel
import Foundation
import Tensors
import Testing

/// Painting in pictures: what is kept, what is painted, and what is refused.
@Suite(.serialized) struct InpaintingTests {
    private let area = MaskArea.ellipse(x: 12, y: 8, width: 36, height: 40)

    private func painting(_ source: Image?, change: (inout SamplingArguments) -> Void = { _ in }) -> SamplingArguments {
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed, arguments.mask) = (10, 3, area)
        arguments.sources = source.map { [$0] } ?? []
        change(&arguments)
        return arguments
    }

    private func scene(_ tiny: EaselTinyModel, _ prompt: String = "a photo of a red cat on the beach") throws -> Image {
        try tiny.model.sample([prompt], painting(nil) { $0.mask = nil })[0]
    }

    /// The root mean square of the difference, inside of a mask and outside of it.
    private func differences(_ first: Image, _ second: Image, _ mask: Mask) -> (inside: Double, outside: Double) {
        var (sums, counts) = ([0.0, 0.0], [0.0, 0.0])
        for (place, value) in mask.values.enumerated() {
            let side = value == 255 ? 0 : 1
            for index in (place * 3)..<(place * 3 + 3) {
                let difference = Double(first.bitmap.pixels[index]) - Double(second.bitmap.pixels[index])
                sums[side] += difference * difference / 255 / 255
                counts[side] += 1
            }
        }
        return ((sums[0] / max(counts[0], 1)).squareRoot(), (sums[1] / max(counts[1], 1)).squareRoot())
    }

    @Test func whatIsNotMaskedComesBackByteForByte() throws {
        let tiny = try EaselTinyModel()
        let source = try scene(tiny)
        let mask = try area.mask(width: 64, height: 64)
        for feather in [0, 5] {
            let painted = try tiny.model.sample(["a photo of a blue dog on the beach"], painting(source) { $0.feather = feather })[0]
            let reach = mask.feathered(by: feather)
            for (place, value) in reach.values.enumerated() where value == 0 {
                #expect(painted.bitmap.pixels[(place * 3)..<(place * 3 + 3)] == source.bitmap.pixels[(place * 3)..<(place * 3 + 3)], "\(feather): \(place)")
            }
            #expect(differences(painted, source, mask).inside > 0.1)
        }
        let decoded = try tiny.model.sample(["a photo of a blue dog on the beach"], painting(source) { $0.keepUnmasked = false })[0]
        let far = differences(decoded, source, mask)
        #expect(far.outside > 0 && far.outside < 0.12 && far.inside > 0.1, "\(far)")
    }

    @Test func everySamplerThatKnowsItsStepsPaints() throws {
        let tiny = try EaselTinyModel()
        let source = try scene(tiny)
        let mask = try area.mask(width: 64, height: 64)
        for sampler in SamplerName.allCases where !sampler.choosesSteps {
            for strength in [1, 0.7] {
                let painted = try tiny.model.sample(
                    ["a photo of a blue dog on the beach"], painting(source) { ($0.sampler, $0.strength, $0.keepUnmasked) = (sampler, strength, false) })[0]
                let far = differences(painted, source, mask)
                #expect(far.outside < 0.12 && far.inside > 0.05, "\(sampler), \(strength): \(far)")
            }
        }
        #expect(throws: DiffusionError.self) { try tiny.model.sample(["a dog"], painting(source) { $0.sampler = .dpmAdaptive }) }
    }

    @Test func onePaintingAloneAndAmongOthersIsTheSame() throws {
        let tiny = try EaselTinyModel()
        let sources = try [scene(tiny), scene(tiny, "a photo of a green house in the snow")]
        let together = try tiny.model.sample(["a photo of a dog", "a photo of a car"], painting(nil) { ($0.sources, $0.count) = (sources, 2) })
        #expect(together.map(\.seed) == [3, 4, 5, 6])
        let last = try tiny.model.sample(["a photo of a car"], painting(sources[1]) { $0.seed = 6 })
        #expect(last[0].bitmap == together[3].bitmap)
    }

    @Test func masksAsPicturesAndShapesAreTheSame() throws {
        let tiny = try EaselTinyModel()
        let source = try scene(tiny)
        let picture = try area.mask(width: 64, height: 64).bitmap
        let byShape = try tiny.model.sample(["a photo of a dog"], painting(source))[0]
        #expect(try tiny.model.sample(["a photo of a dog"], painting(source) { $0.mask = .picture(picture) })[0] == byShape)
        let inverse = MaskArea.everythingBut(.everythingBut(.picture(picture)))
        #expect(try tiny.model.sample(["a photo of a dog"], painting(source) { $0.mask = inverse })[0] == byShape)
    }

    @Test func aPictureGrows() throws {
        let tiny = try EaselTinyModel()
        let source = try scene(tiny)
        for strength in [1, 0.8] {
            let grown = try tiny.model.sample(
                ["a photo of a red cat on the beach"], painting(source) { ($0.mask, $0.extend, $0.strength) = (nil, .left(10) + .bottom(8), strength) })[0]
            #expect(grown.width == 76 && grown.height == 72)
            #expect(try grown.bitmap.cropped(x: 12, y: 0, width: 64, height: 64) == source.bitmap)
        }
        // A mask of the picture goes along.
        let both = try tiny.model.sample(["a photo of a dog on the beach"], painting(source) { $0.extend = .all(8) })[0]
        let inner = Image(try both.bitmap.cropped(x: 8, y: 8, width: 64, height: 64))
        let far = differences(inner, source, try area.mask(width: 64, height: 64))
        #expect(far.outside == 0 && far.inside > 0.05)
    }

    /// Another size than the model divides: what is kept is the source at the size of the result.
    @Test func sourcesOfOddSizesAreFitted() throws {
        let tiny = try EaselTinyModel()
        let source = try scene(tiny).resized(width: 71, height: 65)
        let painted = try tiny.model.sample(["a photo of a dog"], painting(source))[0]
        #expect(painted.width == 68 && painted.height == 64)
        let fitted = try source.resized(width: 68, height: 64)
        #expect(painted.bitmap[0, 0] == fitted.bitmap[0, 0] && painted.bitmap[67, 63] == fitted.bitmap[67, 63])
    }

    @Test func aRecipeNamesItsMask() throws {
        let tiny = try EaselTinyModel()
        let source = try scene(tiny)
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).png").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let painted = try tiny.model.sample(["a photo of a dog"], painting(source) { ($0.feather, $0.extend) = (3, .top(8)) })[0]
        #expect(painted.recipe?.parameters.contains("Denoising strength: 1, Mask: ") == true)
        #expect(painted.recipe?.parameters.contains("Extend: 0 0 8 0, Mask feather: 3") == true)
        try tiny.session.save([painted], to: path)
        #expect(try tiny.model.recreate(path, from: source, mask: area).difference == 0)
        for wrong in [nil, MaskArea.everythingBut(area)] {
            #expect(throws: EaselError.self) { try tiny.model.recreate(path, from: source, mask: wrong) }
        }
        let whole = try tiny.model.sample(["a photo of a dog"], painting(source) { $0.mask = nil })[0]
        try tiny.session.save([whole], to: path)
        #expect(throws: EaselError.self) { try tiny.model.recreate(path, from: source, mask: area) }
        let verdicts = try tiny.model.verify(tiny.session.manifest())
        #expect(verdicts.contains(.impossible(reason: "it began from another picture: recreate(file, from: mask:) draws it again")))
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let tiny = try EaselTinyModel()
        let source = try scene(tiny)
        let small = try Bitmap(width: 32, height: 32, fill: RGB(255, 255, 255))
        let wrong: [(inout SamplingArguments) -> Void] = [
            { $0.sources = [] }, { ($0.sources, $0.mask, $0.extend) = ([], nil, .all(8)) }, { $0.mask = .picture(small) }, { $0.feather = -1 },
            { $0.mask = .everythingBut(.rectangle(x: 0, y: 0, width: 64, height: 64)) }, { $0.mask = .rectangle(x: 100, y: 0, width: 9, height: 9) },
            { $0.mask = .rectangle(x: 0, y: 0, width: 0, height: 9) }, { $0.mask = .rectangle(x: 1, y: 1, width: 2, height: 2) }, { $0.extend = .all(0) },
            { $0.extend = .left(-8) }, { $0.extend = .left(Int.max) }, { ($0.extend, $0.width) = (.left(8), 64) }, { $0.strength = 1.5 }, { $0.strength = 0 },
        ]
        for (index, change) in wrong.enumerated() {
            do {
                _ = try tiny.model.sample(["a cat"], painting(source, change: change))
                Issue.record("\(index) was drawn")
            } catch let error where error is EaselError || error is DiffusionError {}
        }
        #expect(try tiny.model.sample(["a cat"], painting(source)).count == 1)
    }

    /// Margins come from files too; none is a trap.
    @Test func marginsOfAnyNumberAreRefused() throws {
        let tiny = try EaselTinyModel()
        let source = try Bitmap(width: 64, height: 64)
        let pipeline = try TextToImage(tiny.model.diffusion, settings: SamplingSettings(steps: 2, width: 64, height: 64))
        for margins in [Margins(left: .max, right: .max), Margins(top: .min), Margins(left: 32, right: 32), .all(4097)] {
            let picture = TextToImage.Picture(prompt: "", seed: 1, source: source, repainting: Repainting(mask: nil, margins: margins))
            #expect(throws: DiffusionError.self) { try pipeline([picture]) { _, _ in } }
        }
    }

    /// With a feather the drawing reaches beyond the mask; without one it does not.
    @Test func aFeatherFadesOutside() throws {
        let tiny = try EaselTinyModel()
        let source = Image(try Bitmap(width: 64, height: 64, fill: RGB(200, 30, 90)))
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed, arguments.sources) = (4, 1, [source])
        arguments.mask = .rectangle(x: 16, y: 16, width: 32, height: 32)
        let pictures = try [0, 5].map { feather in
            arguments.feather = feather
            return try tiny.model.sample(["a photo of a blue dog"], arguments)[0].bitmap
        }
        // Two pixels left of the mask.
        let place = (32 * 64 + 14) * 3
        #expect(pictures[0].pixels[place..<(place + 3)] == source.bitmap.pixels[place..<(place + 3)])
        #expect(pictures[1].pixels[place..<(place + 3)] != source.bitmap.pixels[place..<(place + 3)])
    }
}
