import Diffusion
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// Learnt tokens of every tool, read and written.
@Suite struct TokenFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// diffusers' two forms and the web interface's: name and vectors.
    @Test func fixturesHoldWhatWasLearnt() throws {
        let tensors = try FixtureTensors(#require(Fixtures.file("training", "training.safetensors")))
        for value in try Fixtures.manifest("training")["cases"].array ?? [] {
            guard let files = value["saved_files"].object, let place = files.first, let name = place.value.string else { continue }
            let folder = try #require(Fixtures.file("training", name))
            let (file, inside) = (try TokenFile(path: "\(folder)/\(place.key)"), try TokenFile(path: folder))
            let rows = try tensors.tensor(#require(value["embeddings"]["after_each_step"].string))
            #expect(file.placeholder == value["placeholder_tokens"][0].string)
            ParityRecorder.expectEqual(file.vectors.scalars, rows[rows.shape[0] - 1].scalars, "\(name)/\(place.key)", .init("training", "token files"))
            #expect(inside.vectors.scalars == file.vectors.scalars && inside.placeholder == file.placeholder)
        }
    }

    /// `load_textual_inversion` of several files: what prompts with them become.
    @Test func loadedTokensGiveDiffusersEmbeddings() throws {
        let tensors = try FixtureTensors(#require(Fixtures.file("training", "training.safetensors")))
        let cases = try (Fixtures.manifest("training")["cases"].array ?? []).filter { !$0["files"].isNull && !$0["added"].isNull }
        #expect(!cases.isEmpty)
        for value in cases {
            let path = try #require(Fixtures.folder(value["model"].string ?? ""))
            let model = try ModelFolder(path: path)
            let source = try CheckpointSource(model.weights("text_encoder"), keys: CLIPTextModel.keys)
            let text = try CLIPTextModel(CLIPTextConfiguration(model.configuration("text_encoder")), from: source)
            var next = text.embeddings.tableSize
            for name in value["files"].strings ?? [] {
                let file = try TokenFile(path: #require(Fixtures.file("training", name)))
                text.embeddings.add(.init(firstID: next, parameter: Parameter(path: file.placeholder, value: file.vectors)))
                next += file.vectors.shape[0]
            }
            #expect(next == text.embeddings.tableSize + (value["added"].object?.count ?? 0))
            for (key, prompt) in zip(value["prompt_embeds"].strings ?? [], value["prompt_embeds_of"].ints ?? []) {
                let ids = try #require(value["prompts"][prompt]["ids"].ints)
                let expected = try tensors.tensor(key)
                // Prompts are filled up with their last id, the end.
                let filled = ids + Array(repeating: ids[ids.count - 1], count: text.configuration.maximumLength - ids.count)
                expectClose(
                    try text([filled]), expected.scalars, shape: expected.shape, absolute: try #require(value["tolerance"]["atol"].float), key,
                    parity: .init("training", "vectors of prompts with loaded tokens"))
            }
            guard FileManager.default.fileExists(atPath: "\(path)/tokenizer") else {
                print("training: \(value["name"].string ?? ""): prompts as text left out, there is no tokenizer beside the model")
                continue
            }
            try expectIDs(of: value, path)
        }
    }

    /// The tokens by their names in prompts: diffusers' ids.
    private func expectIDs(of value: FixtureValue, _ path: String) throws {
        let model = try StableDiffusion(files: ModelFolder(path: path), name: "model")
        let names = (value["added"].object ?? [:]).sorted { ($0.value.int ?? 0) < ($1.value.int ?? 0) }.map(\.key).filter { !$0.contains("_") }
        for (name, place) in zip(value["files"].strings ?? [], names) {
            let file = try TokenFile(path: #require(Fixtures.file("training", name)))
            let added = try model.addPlaceholder(place, vectors: file.vectors.shape[0])
            #expect(added.ids.first == value["added"][place].int)
            model.setVectors(Parameter(path: place, value: file.vectors), of: added)
        }
        for prompt in value["prompts"].array ?? [] {
            let (text, ids) = (try #require(prompt["prompt"].string), try #require(prompt["ids"].ints))
            #expect(Array(model.tokenizer.encode(text).ids.prefix(ids.count)) == ids, "\(text)")
        }
    }

    @Test(arguments: ["safetensors", "bin", "pt"])
    func whatIsWrittenReadsBack(_ ending: String) throws {
        let vectors = pseudorandom([3, 8])
        let path = "\(folder.path)/my cat.\(ending)"
        try TokenFile(placeholder: "<my-cat>", vectors: vectors).write(to: path)
        let file = try TokenFile(path: path)
        #expect(file.placeholder == "<my-cat>" && file.vectors.shape == [3, 8] && file.vectors.scalars == vectors.scalars)
    }

    /// The older trainer's key says nothing: the file's name is the token's. A single vector may lack its axis.
    @Test func namelessEmbeddingsAreCalledAsTheirFile() throws {
        let path = "\(folder.path)/moody.safetensors"
        try SafetensorsWriter.write(["emb_params": pseudorandom([8])], to: path)
        let file = try TokenFile(path: path)
        #expect(file.placeholder == "moody" && file.vectors.shape == [1, 8])
        try TorchWriter.write(.dictionary([("string_to_param", .dictionary([("*", .tensor(pseudorandom([2, 8])))]))]), to: "\(folder.path)/web.pt")
        #expect(try TokenFile(path: "\(folder.path)/web.pt").placeholder == "web")
    }

    @Test func whatIsNoTokenIsRefused() throws {
        let path = "\(folder.path)/xl.safetensors"
        try SafetensorsWriter.write(["clip_l": pseudorandom([1, 8]), "clip_g": pseudorandom([1, 8])], to: path)
        let error = #expect(throws: PersonalizationError.self) { try TokenFile(path: path) }
        #expect(error?.description.contains("Stable Diffusion XL") == true)
        #expect(throws: PersonalizationError.self) { try TokenFile(path: folder.path) }
        try TorchWriter.write(.dictionary([("string_to_param", .dictionary([]))]), to: "\(folder.path)/none.pt")
        #expect(throws: PersonalizationError.self) { try TokenFile(path: "\(folder.path)/none.pt") }
        _ = try folder.write("no file".utf8, to: "no.bin")
        #expect(throws: NeuralNetworksError.self) { try TokenFile(path: "\(folder.path)/no.bin") }
    }

    @Test func anotherFamilyIsNamed() {
        let error = PersonalizationError.widthMismatch(path: "a.pt", found: 1024, expected: 768, model: "mine")
        #expect(error.description.contains("Stable Diffusion 2.x") && error.description.contains("Stable Diffusion 1.x"))
    }
}
