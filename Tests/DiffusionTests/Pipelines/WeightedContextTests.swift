import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing

/// What weights make of the text model's vectors, with the embedded checkpoint: a window of 32, three layers.
@Suite struct WeightedContextTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private let model: StableDiffusion

    init() throws {
        model = try StableDiffusion(
            files: ModelFolder(path: Self.repository.appending(path: "Sources/Easel/Resources/models/easel-tiny").path), name: "easel-tiny")
    }

    private func pipeline(_ syntax: PromptSyntax, guidance: Double = 1, clipSkip: Int = 0) throws -> TextToImage {
        var settings = SamplingSettings(steps: 2, guidanceScale: guidance, width: 64, height: 64, clipSkip: clipSkip)
        settings.details.promptSyntax = syntax
        return try TextToImage(model, settings: settings)
    }

    private func context(_ prompt: String, _ syntax: PromptSyntax = .weighted, clipSkip: Int = 0) throws -> Tensor {
        try pipeline(syntax, clipSkip: clipSkip).context(for: [.init(prompt: prompt, seed: 0)])
    }

    @Test(arguments: [0, 1, 2])
    func weightOneChangesNothing(_ clipSkip: Int) throws {
        let plain = try context("a photo of a red cat", .plain, clipSkip: clipSkip)
        for prompt in ["a photo of a red cat", "a photo of a (red:1) cat", "a photo of a ([red]:1.1) cat"] {
            let weighted = try context(prompt, clipSkip: clipSkip)
            expectClose(weighted, plain.scalars, shape: plain.shape, absolute: prompt.contains("[") ? 1e-5 : 0, prompt)
        }
    }

    /// By the definition, in double precision.
    @Test(arguments: ["a photo of a (red:1.5) cat", "a [photo] of (a (red:0.3) cat)", "(a photo of a red cat:-1)"], [0, 1])
    func weightsScaleVectorsAndTheMeanComesBack(_ prompt: String, _ clipSkip: Int) throws {
        let (weighted, plain) = (try context(prompt, clipSkip: clipSkip), try context("a photo of a red cat", .plain, clipSkip: clipSkip))
        let chunk = try #require(model.tokenizer.chunks(of: WeightedPrompt(prompt)).first)
        #expect(chunk.ids == model.tokenizer.encode("a photo of a red cat").ids)
        let width = plain.shape[2]
        let states = plain.scalars.map { Double($0) }
        let scaled = states.indices.map { states[$0] * Double(chunk.weights[$0 / width]) }
        let factor = states.reduce(0, +) / scaled.reduce(0, +)
        expectClose(weighted, scaled.map { Float($0 * factor) }, shape: plain.shape, absolute: 2e-5 * Float(max(1, abs(factor))), prompt)
    }

    @Test func chunksAreEncodedApartAndPutTogether() throws {
        let parts = try ["a (cat:1.4)", "a dog", "[a bird]"].map { try context($0) }
        let together = try context("a (cat:1.4) BREAK a dog BREAK [a bird]")
        #expect(together.shape == [1, 96, parts[0].shape[2]])
        #expect(together.scalars == parts.flatMap(\.scalars))
        let long = Array(repeating: "cat", count: 40).joined(separator: " ")
        #expect(try context(long).shape[1] == 64)
        #expect(try context(long, .plain).shape[1] == 32)
    }

    /// The shorter prompt is filled up with the empty one, and both skip layers.
    @Test func negativePromptsTakeAsManyChunks() throws {
        let both = try pipeline(.weighted, guidance: 7, clipSkip: 1).context(for: [.init(prompt: "a cat BREAK a dog", negativePrompt: "(red)", seed: 0)])
        let parts = try ["(red)", "", "a cat", "a dog"].map { try context($0, clipSkip: 1) }
        #expect(both.shape == [2, 64, parts[0].shape[2]])
        expectClose(both.scalars, parts.flatMap(\.scalars), absolute: 1e-5)
        let other = try pipeline(.weighted, guidance: 7).context(for: [.init(prompt: "a cat", negativePrompt: "red BREAK blue", seed: 0)])
        expectClose(other.scalars, try ["red", "blue", "a cat", ""].flatMap { try context($0).scalars }, absolute: 1e-5)
    }

    /// A picture is the same alone and among others to the last bit, also beside a longer prompt.
    @Test func picturesDoNotDependOnTheirNeighbours() throws {
        let pictures = ["a cat", "a dog BREAK a (bird:1.3)", "a bird", "a [house]"].enumerated().map {
            TextToImage.Picture(prompt: $1, negativePrompt: "red", seed: UInt64($0))
        }
        let pipeline = try pipeline(.weighted, guidance: 5)
        func draw(_ pictures: [TextToImage.Picture]) throws -> [[Float]] {
            var drawn: [[Float]] = []
            try pipeline(pictures) { index, picture in
                #expect(index == drawn.count)
                drawn.append(picture.scalars)
            }
            return drawn
        }
        let together = try draw(pictures)
        #expect(together.count == 4)
        for (index, picture) in pictures.enumerated() { #expect(try together[index] == draw([picture])[0], "\(picture.prompt)") }
    }
}
