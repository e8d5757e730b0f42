import Diffusion
import Measures
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct VisionParityTests {
    @Test(arguments: VisionFixtures.names("clip"))
    func clipLooksAsTransformersDoes(_ name: String) throws {
        let fixtures = try VisionFixtures()
        let encoder = try CLIPEncoder(folder: "\(fixtures.folder)/\(name)")
        try expectParity(name, encoder.preprocessing, fixtures) { try encoder.features(of: $0) }
    }

    @Test(arguments: VisionFixtures.names("dino"))
    func dinoLooksAsTransformersDoes(_ name: String) throws {
        let fixtures = try VisionFixtures()
        let encoder = try DINOEncoder(path: "\(fixtures.folder)/\(name)")
        try expectParity(name, encoder.preprocessing, fixtures) { try encoder.features(of: $0) }
    }

    @Test(arguments: ["clip", "clip-gelu"])
    func clipReadsAsTransformersDoes(_ name: String) throws {
        let fixtures = try VisionFixtures()
        let encoder = try CLIPEncoder(folder: "\(fixtures.folder)/\(name)")
        let ids = try fixtures.tensors.entry("ids")
        let rows = stride(from: 0, to: ids.integers.count, by: ids.shape[1]).map { Array(ids.integers[$0..<($0 + ids.shape[1])]) }
        let features = try #require(try encoder.textFeatures(of: rows))
        expectClose(
            features, try fixtures.tensors.floats("\(name).text"), absolute: fixtures.tolerance("vectors"), "\(name): prompts",
            parity: Parity("vision", "CLIP, prompts"))
    }

    @Test func cosinesOfPicturesAndPromptsAreTransformers() throws {
        let fixtures = try VisionFixtures()
        let encoder = try CLIPEncoder(folder: "\(fixtures.folder)/clip")
        let pictures = try fixtures.pictures()
        let embeddings = try encoder.embeddings(of: pictures, interruption: .never)
        let expected = try fixtures.tensors.rows("clip.image_embeds")
        for (embedding, row) in zip(embeddings, expected) { expectClose(embedding.components, row, absolute: 1e-5) }
        // The second of the recorded prompts is the one letter `"`, which has the id of the second character.
        let fits = try encoder.promptFit(of: pictures, to: "\"", interruption: .never)
        let ids = try #require(try encoder.textFeatures(of: [[62, 31] + Array(repeating: 63, count: 10)]))
        let words = Embedding(ids.scalars)
        expectClose(fits, embeddings.map { $0.cosine(with: words) }, absolute: 1e-6)
    }

    @Test func aPublishedFileOfPicturesAloneCannotRead() throws {
        let fixtures = try VisionFixtures()
        let encoder = try CLIPEncoder(folder: "\(fixtures.folder)/clip-vision")
        #expect(throws: MeasuresError.cannotRead(encoder: encoder.name)) { try encoder.promptFit(of: [], to: "a", interruption: .never) }
    }

    @Test func whatIsMissingIsNamed() throws {
        let fixtures = try VisionFixtures()
        #expect(throws: (any Error).self) { try DINOEncoder(path: "\(fixtures.folder)/clip") }
        #expect(throws: (any Error).self) { try CLIPEncoder(folder: "\(fixtures.folder)/dino") }
        #expect(throws: (any Error).self) { try DINOEncoder(path: "\(fixtures.folder)/dino/model.safetensors") }
        #expect(throws: (any Error).self) { try DINOEncoder(path: "\(fixtures.folder)/nothing") }
    }

    private func expectParity(
        _ name: String, _ preprocessing: ImagePreprocessing, _ fixtures: VisionFixtures, _ features: (Bitmap) throws -> Tensor
    ) throws {
        let (pixels, vectors) = (try fixtures.tensors.rows("\(name).pixels"), try fixtures.tensors.rows("\(name).image"))
        let pictures = try fixtures.pictures()
        #expect(pictures.count == pixels.count && pixels.count == vectors.count && !pixels.isEmpty)
        for (index, picture) in pictures.enumerated() {
            let what = "\(name): picture \(index)"
            expectClose(
                try preprocessing(picture).scalars, pixels[index], absolute: fixtures.tolerance("pixels"), what, parity: Parity("vision", "pixels"))
            expectClose(
                try features(picture).scalars, vectors[index], absolute: fixtures.tolerance("vectors"), what, parity: Parity("vision", "pictures"))
        }
    }
}
