import Diffusion
import Foundation
import JSONValues
import NeuralNetworks
import TestSupport
import Testing

/// The pictures that diffusers draws with the embedded checkpoint, drawn again.
@Suite struct EaselTinyPictureTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let expected = tests.appending(path: "Fixtures/easel-tiny-expected")
    private static let model = tests.deletingLastPathComponent().appending(path: "Sources/Easel/Resources/models/easel-tiny")

    @Test func picturesEqualThoseOfDiffusers() throws {
        let cases = try #require(JSONValue(parsing: Data(contentsOf: Self.expected.appending(path: "cases.json")))["cases"]?.array)
        let model = try StableDiffusion(files: ModelFolder(path: Self.model.path), name: "easel-tiny")
        for one in cases {
            let file = try #require(one["file"]?.string)
            let name = try #require(SamplerName(rawValue: one["sampler"]?.string ?? ""), "\(file)")
            let drawn = try draw(one, sampler: name, with: model)
            let reference = try ImageFile(path: Self.expected.appending(path: file).path).bitmap
            let difference = zip(drawn.pixels, reference.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
            #expect(drawn.width == reference.width && drawn.height == reference.height)
            ParityRecorder.expect(Double(difference), within: 2, file, .init("easel-tiny-expected", "pictures by seed, of 255"))
        }
        #expect(!cases.isEmpty)
    }

    private func draw(_ one: JSONValue, sampler: SamplerName, with model: StableDiffusion) throws -> Bitmap {
        let settings = SamplingSettings(
            steps: try #require(one["steps"]?.int), guidanceScale: try #require(one["guidanceScale"]?.double), sampler: sampler,
            width: try #require(one["width"]?.int), height: try #require(one["height"]?.int))
        let picture = TextToImage.Picture(
            prompt: try #require(one["prompt"]?.string), negativePrompt: one["negativePrompt"]?.string ?? "",
            seed: UInt64(try #require(one["seed"]?.int)))
        var result: Bitmap?
        try TextToImage(model, settings: settings)([picture]) { result = Bitmap($1) }
        return try #require(result)
    }
}
