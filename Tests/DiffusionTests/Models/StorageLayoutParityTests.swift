import Diffusion
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The same networks in the other files that they come in: every part that a manifest lists.
@Suite struct StorageLayoutParityTests {
    /// A variant such as fp16, computed in float32 on the inputs of the first ordinary cases.
    @Test(arguments: ModelGroup.names)
    func variantsComputeWhatTheyDoInDiffusers(_ name: String) throws {
        let group = try ModelGroup(name)
        for value in group.cases(.variant) { try expect(value, of: group, group.model(variant: Self.variant(of: value)), "variant") }
    }

    /// `text_encoder-bin`, `vae-sharded` and their like in the place of the model's own hold the weights of the model or of one of its variants.
    @Test(arguments: ModelGroup.names)
    func componentsInOtherFilesHoldTheSameWeights(_ name: String) throws {
        let group = try ModelGroup(name)
        let models = try [group.model()] + group.cases(.variant).map { try group.model(variant: Self.variant(of: $0)) }
        for (part, component) in Self.components(of: group) {
            guard let path = Fixtures.file(name, part) else { continue }
            let folder = try FolderWithComponent(models[0].path, component: component, from: path)
            let files = try ModelFolder(path: folder.path)
            let parameters = try weights(of: component, files)
            let same = try models.contains { try agree(weights(of: component, $0), parameters) }
            ParityRecorder.expectEqual(same, true, "\(part), \(parameters.count) tensors", .init(name, "weights in other files"))
        }
    }

    /// A whole model in one file, with the configurations of the folder: its weights are the folder's, rounded, and compute what diffusers says.
    @Test(arguments: ModelGroup.names)
    func singleFilesHoldTheModelsWeights(_ name: String) throws {
        let group = try ModelGroup(name)
        guard let folder = Fixtures.file(name, "single") else { return }
        let model = try group.model()
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).filter({ $0.hasSuffix(".safetensors") }) {
            let single = try SingleFile(path: "\(folder)/\(file)", configuration: model, vocabularies: [vocabulary.path])
            for component in ["text_encoder", "unet", "vae"] {
                let (own, expected) = (try weights(of: component, single), try weights(of: component, model))
                #expect(own.map(\.path) == expected.map(\.path))
                for (one, other) in zip(own, expected) {
                    #expect(one.value.scalars == other.value.scalars.map { Float(Float16($0)) }, "\(file): \(one.path)")
                }
            }
            for value in group.cases(.variant) { try expect(value, of: group, single, "single") }
            if group.cases(.variant).isEmpty { try expectOrdinaryCases(of: group, single) }
            print("\(name): \(file)")
        }
    }

    /// A UNet that also sees a mask and the picture around it.
    @Test(arguments: ModelGroup.names)
    func inpaintingUNetsCompute(_ name: String) throws {
        let group = try ModelGroup(name)
        for value in group.cases(.inpainting) {
            let path = try #require(Fixtures.file(name, "unet-inpaint"))
            let folder = try FolderWithComponent(group.model().path, component: "unet", from: path, tokenizer: vocabulary)
            let files = try ModelFolder(path: folder.path)
            let timestep = try #require(value.value["timestep"].float)
            let context = try group.tensor(value.tensors["encoder_hidden_states"])
            let output = try files.unet()(group.tensor(value.tensors["sample"]), timesteps: [timestep], context: context)
            let expected = try group.tensor(value.tensors["out"])
            expectClose(
                output, expected.scalars, shape: expected.shape, absolute: try group.tolerance(of: value, "unet"), value.name,
                parity: .init(name, "UNet for inpainting"))
            #expect(try StableDiffusion(files: files, name: name).isForInpainting)
            #expect(throws: DiffusionError.self) { try files.unet()(pseudorandom([1, 4, 8, 8]), timesteps: [1], context: context) }
        }
    }

    /// Counts once, by name, what later features answer for.
    @Test(arguments: ModelGroup.names)
    func laterCasesAreCounted(_ name: String) throws {
        let group = try ModelGroup(name)
        // Tensors of first8.ckpt and of the legacy pickle are compared where such files are read; tokenizers have tests of their own.
        let others = ["model", "single", "single/first8.ckpt", "legacy-pickle", "unet-inpaint", "controlnet", "tokenizer-transformers5"]
        let read = Self.components(of: group).map(\.part) + others + group.cases(.variant).map { "model-\(Self.variant(of: $0))" }
        let layouts = (group.manifest["parts"].object ?? [:]).keys.filter { !read.contains($0) }
        let later = group.cases.flatMap(\.laterParts) + layouts.sorted()
        ParityRecorder.later(later, of: name)
        #expect(group.cases.contains { $0.kind != .later })
    }

    private let vocabulary: TemporaryVocabulary

    init() throws { vocabulary = try TemporaryVocabulary() }

    private static func components(of group: ModelGroup) -> [(part: String, component: String)] {
        (group.manifest["parts"].object ?? [:]).keys.sorted().compactMap { part in
            ["text_encoder", "unet", "vae"].first { part.hasPrefix("\($0)-") && part != "unet-inpaint" }.map { (part, $0) }
        }
    }

    /// `fp16`, from the keys of its tensors.
    private static func variant(of value: ModelCase) -> String {
        value.tensors["unet_out"]["key"].string?.split(separator: ".").first.map(String.init) ?? ""
    }

    private func expect(_ value: ModelCase, of group: ModelGroup, _ files: any ModelFiles, _ what: String) throws {
        func expect(_ actual: Tensor, _ key: String, _ component: String) throws {
            let expected = try group.tensor(value.tensors[key])
            let tolerance = try group.tolerance(of: value, component)
            expectClose(
                actual, expected.scalars, shape: expected.shape, absolute: tolerance, "\(value.name), \(what): \(key)",
                parity: .init(group.name, "weights of half precision"))
        }
        let text = try #require(group.cases(.text).first)
        try expect(files.textModel()([group.integers(text.tensors["input_ids"])[0]]), "last_hidden_state", "text_encoder")
        let decoding = try #require(group.cases(.decoding).first)
        try expect(files.autoencoder().decode(group.tensor(decoding.tensors["latents"])), "vae_image", "vae_decode")
        let unet = try #require(group.cases(.unet).first)
        let timestep = try #require(unet.value["timestep"].float)
        let context = try group.tensor(unet.tensors["encoder_hidden_states"])
        try expect(files.unet()(group.tensor(unet.tensors["sample"]), timesteps: [timestep], context: context), "unet_out", "unet")
    }

    /// Where no outputs of the rounded weights are recorded: those of the whole ones, with room for the rounding.
    private func expectOrdinaryCases(of group: ModelGroup, _ files: any ModelFiles) throws {
        let text = try #require(group.cases(.text).first)
        let expected = try group.tensor(text.tensors["last_hidden_state"])
        let actual = try files.textModel()(group.integers(text.tensors["input_ids"]))
        #expect(relativeError(actual.scalars, expected.scalars) < 5e-3, "\(group.name), single: text")
        let unet = try #require(group.cases(.unet).first)
        let timestep = try #require(unet.value["timestep"].float)
        let output = try files.unet()(
            group.tensor(unet.tensors["sample"]), timesteps: [timestep], context: group.tensor(unet.tensors["encoder_hidden_states"]))
        #expect(relativeError(output.scalars, try group.tensor(unet.tensors["out"]).scalars) < 1e-2, "\(group.name), single: UNet")
    }

    private func weights(of component: String, _ files: any ModelFiles) throws -> [Parameter] {
        switch component {
        case "text_encoder": try files.textModel().parameters
        case "unet": try files.unet().parameters
        default: try files.autoencoder().parameters
        }
    }

    private func agree(_ parameters: [Parameter], _ others: [Parameter]) -> Bool {
        parameters.map(\.path) == others.map(\.path) && zip(parameters, others).allSatisfy { $0.value.scalars == $1.value.scalars }
    }
}
