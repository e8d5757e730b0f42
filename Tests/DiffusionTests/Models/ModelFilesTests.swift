import Diffusion
import Foundation
import JSONValues
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// What people name to be loaded: variants, single files and separate autoencoders, right and wrong.
@Suite struct ModelFilesTests {
    private let model: ModelFolder
    private let group: ModelGroup
    private let vocabulary: TemporaryVocabulary
    private let folder: TemporaryFolder

    init() throws {
        group = try ModelGroup("sd1-tiny")
        model = try group.model()
        vocabulary = try TemporaryVocabulary()
        folder = try TemporaryFolder()
    }

    private func single(_ group: String) throws -> String {
        let folder = try #require(Fixtures.file(group, "single"))
        return "\(folder)/\(group)-fp16.safetensors"
    }

    @Test func aVariantThatIsNotThereIsRefusedByName() throws {
        let error = #expect(throws: DiffusionError.self) { try ModelFolder(path: model.path, variant: "fp32") }
        #expect(error?.description.contains("'fp32'") == true)
        let half = try ModelFolder(path: "\(group.folder)/model-fp16")
        let only = #expect(throws: DiffusionError.self) { try half.weights("unet") }
        #expect(only?.description.contains(#"variant: "fp16""#) == true)
    }

    @Test func aComponentWithoutTheVariantFallsBackAndSaysSo() throws {
        let mixed = try FolderWithComponent("\(group.folder)/model-fp16", component: "vae", from: "\(model.path)/vae")
        let files = try ModelFolder(path: mixed.path, variant: "fp16")
        #expect(files.notes.contains { $0.contains("vae has no weights of the variant 'fp16'") })
        #expect(try files.weights("vae").entries.values.allSatisfy { $0.storageType == .float32 })
        #expect(try files.weights("unet").entries.values.allSatisfy { $0.storageType == .float16 })
    }

    /// The shapes say what the folder's configuration says, but for numbers that this small a model has otherwise than all real ones.
    @Test(arguments: ModelGroup.names)
    func shapesGiveTheConfiguration(_ name: String) throws {
        guard Fixtures.file(name, "single") != nil else { return }
        let expected = try ModelGroup(name).model()
        let file = try SingleFile(path: single(name), vocabularies: [vocabulary.path])
        let unlike = [
            "norm_num_groups", "attention_head_dim", "num_attention_heads", "sample_size", "projection_dim", "eos_token_id", "bos_token_id", "pad_token_id",
        ]
        for component in ["unet", "text_encoder", "vae"] {
            let (inferred, configured) = (try file.configuration(component).members, try expected.configuration(component).members)
            for (key, value) in inferred where !unlike.contains(key) && configured[key] != nil {
                #expect(value == configured[key] || value.double == configured[key]?.double, "\(component): \(key)")
            }
        }
        #expect(throws: (any Error).self) { try UNetConfiguration(file.configuration("unet")) }
    }

    @Test func aSingleFileWithoutAVocabularySaysWhatToDo() throws {
        let path = "\(folder.path)/model.safetensors"
        try FileManager.default.copyItem(atPath: single("sd1-tiny"), toPath: path)
        let error = #expect(throws: DiffusionError.self) { try SingleFile(path: path) }
        guard case .noTokenizer(path, let searched) = error else { throw FixtureError.missing("a refusal") }
        #expect(searched.contains("\(folder.path)/tokenizer"))
        try FileManager.default.createDirectory(atPath: "\(folder.path)/tokenizer", withIntermediateDirectories: true)
        try SyntheticTokenizer().write(to: "\(folder.path)/tokenizer")
        #expect(try SingleFile(path: path).tokenizer().folder == "\(folder.path)/tokenizer")
    }

    /// OpenCLIP's models fill prompts up with id 0 where a vocabulary of CLIP stands in for their own.
    @Test func aVocabularyFoundElsewhereIsFilledUpAsTheModelIs() throws {
        #expect(try SingleFile(path: single("sd1-tiny"), vocabularies: [vocabulary.path]).tokenizer().paddingID == nil)
        #expect(try SingleFile(path: single("sd2-tiny"), vocabularies: [vocabulary.path]).tokenizer().paddingID == 0)
    }

    @Test func predictionIsTakenFromWhatSaysIt() throws {
        func prediction(_ path: String, _ stated: PredictionType? = nil) throws -> PredictionType {
            let file = try SingleFile(path: path, prediction: stated, vocabularies: [vocabulary.path])
            return try SchedulerConfiguration(json: file.schedulerDocument().json, file: path).predictionType
        }
        let path = "\(folder.path)/model.safetensors"
        try FileManager.default.copyItem(atPath: single("sd1-tiny"), toPath: path)
        #expect(try prediction(path) == .epsilon)
        #expect(try prediction(path, .velocity) == .velocity)
        for (text, expected) in [("model:\n  params:\n    parameterization: \"v\"\n", PredictionType.velocity), ("target: ldm.models.diffusion\n", .epsilon)] {
            _ = try folder.write(text.utf8, to: "model.yaml")
            #expect(try prediction(path) == expected)
        }
    }

    /// Averaged weights are taken where they are asked for: here twice the ordinary ones.
    @Test func averagedWeightsAreAVariant() throws {
        let file = try Checkpoint(path: single("sd1-tiny"))
        var tensors = try file.entries.filter { $0.value.storageType != .int64 }.reduce(into: [String: Tensor]()) { $0[$1.key] = try file.tensor($1.key) }
        for (key, tensor) in tensors where key.hasPrefix("model.diffusion_model.") {
            tensors["model_ema.diffusion_model\(key.dropFirst("model.diffusion_model.".count).filter { $0 != "." })"] = tensor * 2
        }
        let path = "\(folder.path)/averaged.safetensors"
        try SafetensorsWriter.write(tensors, to: path)
        let plain = try SingleFile(path: path, configuration: model, vocabularies: [vocabulary.path])
        let averaged = try SingleFile(path: path, variant: "ema", configuration: model, vocabularies: [vocabulary.path])
        #expect(plain.notes.contains { $0.contains("EMA") } && averaged.notes.isEmpty)
        for (one, other) in try zip(plain.unet().parameters, averaged.unet().parameters) { #expect((one.value * 2).scalars == other.value.scalars) }
        #expect(throws: DiffusionError.self) { try SingleFile(path: single("sd1-tiny"), variant: "ema", vocabularies: [vocabulary.path]) }
    }

    @Test(arguments: [
        ("conditioner.embedders.0.x", "Stable Diffusion XL"), ("lora_unet_x", "LoRA"), ("control_model.x", "ControlNet"), ("weight", "UNet"),
    ])
    func otherNetworksAreRefusedByName(_ key: String, _ name: String) throws {
        let path = "\(folder.path)/other.safetensors"
        try SafetensorsWriter.write([key: Tensor(1)], to: path)
        let error = #expect(throws: DiffusionError.self) { try SingleFile(path: path, vocabularies: [vocabulary.path]) }
        #expect(error?.description.contains(name) == true)
    }

    /// Folder, file in diffusers' keys and file in the original's: the same autoencoder.
    @Test func anotherAutoencoderComesInEveryForm() throws {
        let expected = try model.autoencoder().parameters
        let file = try Checkpoint(path: single("sd1-tiny"))
        let original = try file.entries.keys.filter { $0.hasPrefix("first_stage_model.") }.reduce(into: [String: Tensor]()) { tensors, key in
            tensors[String(key.dropFirst("first_stage_model.".count))] = try file.tensor(key)
        }
        let ldm = "\(folder.path)/vae.pt"
        try TorchWriter.write(
            .dictionary([("state_dict", .dictionary(original.map { ($0.key, .tensor($0.value)) } + [("loss.logvar", .tensor(Tensor(1)))]))]), to: ldm)
        let places = [
            "\(model.path)/vae", model.path, "\(model.path)/vae/diffusion_pytorch_model.safetensors", ldm, try single("sd1-tiny"),
        ]
        for place in places {
            let parameters = try SeparateAutoencoder(place, for: model).autoencoder().parameters
            #expect(parameters.map(\.path) == expected.map(\.path))
            for (one, other) in zip(parameters, expected) { #expect(relativeError(one.value.scalars, other.value.scalars) < 1e-3, "\(place): \(one.path)") }
        }
        #expect(throws: (any Error).self) { try SeparateAutoencoder("\(model.path)/unet", for: model).autoencoder() }
    }

    /// Saved and read again: the same bytes in every tensor, the same configuration in every key, whatever the weights were stored in.
    @Test func whatIsSavedIsWhatWasLoaded() throws {
        for variant in [nil, "fp16"] {
            let source = try group.model(variant: variant)
            let linked = try FolderWithComponent(source.path, component: "tokenizer", from: vocabulary.path)
            let files = try ModelFolder(path: linked.path, variant: variant)
            let place = "\(folder.path)/saved-\(variant ?? "plain")"
            try StableDiffusion(files: files, name: "model").save(to: place)
            let saved = try ModelFolder(path: place)
            for component in ["text_encoder", "unet", "vae"] {
                let (before, after) = (try source.weights(component).entries, try saved.weights(component).entries)
                #expect(before.keys.sorted() == after.keys.sorted())
                for (key, entry) in after {
                    #expect(entry.storageType == before[key]?.storageType, "\(key)")
                    #expect(try entry.tensor()?.scalars == before[key]?.tensor()?.scalars, "\(key)")
                }
                #expect(try source.configuration(component).members == saved.configuration(component).members)
            }
            // Once more, over what is there.
            try StableDiffusion(files: saved, name: "model").save(to: place)
        }
        _ = try self.folder.write("mine".utf8, to: "diary.txt")
        #expect(throws: DiffusionError.self) {
            try StableDiffusion(files: ModelFolder(path: "\(folder.path)/saved-plain"), name: "model").save(to: folder.path)
        }
    }
}
