import Diffusion
import Foundation
import JSONValues
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// A text model whose table has more rows than its tokenizer has words.
@Suite struct PlaceholderTableTests {
    private static let tiny = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/Easel/Resources/models/easel-tiny").standardized.path

    @Test func aPlaceholderIsNoRowOfTheTable() throws {
        let tiny = try StableDiffusion(files: ModelFolder(path: Self.tiny), name: "easel-tiny")
        let file = try tiny.files.configuration("text_encoder")
        let rows = tiny.textModel.configuration.vocabularySize + 40
        let configuration = try CLIPTextConfiguration(
            ConfigurationFile(path: file.path, members: file.members.merging(["vocab_size": .int(rows)]) { $1 }))
        let model = try StableDiffusion(
            name: "wide table", files: tiny.files, tokenizer: tiny.tokenizer, textModel: CLIPTextModel(configuration, from: RandomSource(seed: 1)),
            unet: tiny.unet, autoencoder: tiny.autoencoder, scheduler: tiny.scheduler)
        try expectVectorsOfItsOwn(model, rows: rows)
    }

    /// The same where such a model is read from a folder.
    @Test func aFolderMayBeSo() throws {
        let (small, folder) = (try #require(Fixtures.folder("sd1-tiny/model")), try TemporaryFolder())
        for name in try FileManager.default.contentsOfDirectory(atPath: small) where name != "tokenizer" {
            try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/\(name)", withDestinationPath: "\(small)/\(name)")
        }
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/tokenizer", withDestinationPath: "\(Self.tiny)/tokenizer")
        let model = try StableDiffusion(files: ModelFolder(path: folder.path), name: "small")
        try expectVectorsOfItsOwn(model, rows: model.textModel.configuration.vocabularySize)
    }

    private func expectVectorsOfItsOwn(_ model: StableDiffusion, rows: Int) throws {
        #expect(model.tokenizer.vocabularySize < rows)
        let added = try model.addPlaceholder("<moss>", vectors: 2)
        #expect(added.ids == [rows, rows + 1])
        let vectors = Parameter(path: "<moss>", value: Tensor.ones([2, model.textModel.embeddings.width]))
        model.setVectors(vectors, of: added)
        // What the text model makes of a prompt follows the vectors.
        let before = try model.encode(["<moss>"]).scalars
        vectors.update(vectors.value * -2)
        #expect(try model.encode(["<moss>"]).scalars != before)
    }
}
