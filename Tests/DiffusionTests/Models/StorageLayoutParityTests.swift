import Diffusion
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The same networks in the other files that they come in.
@Suite struct StorageLayoutParityTests {
    /// A variant such as fp16, computed in float32 on the inputs of the first ordinary cases.
    @Test(arguments: ModelGroup.names)
    func variantsComputeWhatTheyDoInDiffusers(_ name: String) throws {
        let group = try ModelGroup(name)
        for value in group.cases(.variant) {
            let folder = try group.model(variant: Self.variant(of: value))
            func expect(_ actual: Tensor, _ key: String, _ component: String) throws {
                let expected = try group.tensor(value.tensors[key])
                let tolerance = try group.tolerance(of: value, component)
                expectClose(actual, expected.scalars, shape: expected.shape, absolute: tolerance, "\(name), \(value.name): \(key)")
            }
            try expect(embeddings(folder.textModel(), group), "last_hidden_state", "text_encoder")
            try expect(picture(folder.autoencoder(), group), "vae_image", "vae_decode")
            let unet = try #require(group.cases(.unet).first)
            let timestep = try #require(unet.value["timestep"].float)
            let (sample, context) = (unet.tensors["sample"], unet.tensors["encoder_hidden_states"])
            let output = try folder.unet()(group.tensor(sample), timesteps: [timestep], context: group.tensor(context))
            try expect(output, "unet_out", "unet")
        }
    }

    /// A text encoder whose keys lack `text_model.`, and an autoencoder in several files, hold the variant's very weights.
    @Test(arguments: ModelGroup.names)
    func keysWithoutPrefixAndShardsReadAsTheOrdinaryFiles(_ name: String) throws {
        let group = try ModelGroup(name)
        guard let value = group.cases(.variant).first else { return }
        let folder = try group.model(variant: Self.variant(of: value))
        if let path = Fixtures.file(name, "text_encoder-noprefix") {
            let source = try CheckpointSource(Checkpoint(path: "\(path)/model.safetensors"), keys: CLIPTextModel.keys)
            let model = try CLIPTextModel(CLIPTextConfiguration(ConfigurationFile(path: "\(path)/config.json")), from: source)
            expectEqual(model.parameters, try folder.textModel().parameters)
            #expect(try embeddings(model, group).scalars == embeddings(folder.textModel(), group).scalars)
        }
        if let path = Fixtures.file(name, "vae-sharded") {
            let checkpoint = try Checkpoint(path: "\(path)/diffusion_pytorch_model.safetensors.index.json")
            let source = CheckpointSource(checkpoint, keys: AutoencoderKL.keys)
            let model = try AutoencoderKL(AutoencoderConfiguration(ConfigurationFile(path: "\(path)/config.json")), from: source)
            expectEqual(model.parameters, try folder.autoencoder().parameters)
            #expect(try picture(model, group).scalars == picture(folder.autoencoder(), group).scalars)
        }
    }

    /// Counts once, by name, what later features answer for.
    @Test(arguments: ModelGroup.names)
    func laterCasesAreCounted(_ name: String) throws {
        let group = try ModelGroup(name)
        let read = ["model", "vae-sharded", "text_encoder-noprefix"] + group.cases(.variant).map { "model-\(Self.variant(of: $0))" }
        let layouts = (manifestParts(group)).filter { part in !read.contains(part) }
        let later = group.cases.flatMap(\.laterParts) + layouts.sorted()
        if !later.isEmpty { print("\(name): later: \(later.joined(separator: "; "))") }
        #expect(group.cases.contains { $0.kind != .later })
    }

    private func manifestParts(_ group: ModelGroup) -> [String] { (group.manifest["parts"].object ?? [:]).keys.map { $0 } }

    /// `fp16`, from the keys of its tensors.
    private static func variant(of value: ModelCase) -> String {
        value.tensors["unet_out"]["key"].string?.split(separator: ".").first.map(String.init) ?? ""
    }

    private func embeddings(_ model: CLIPTextModel, _ group: ModelGroup) throws -> Tensor {
        let value = try #require(group.cases(.text).first)
        return try model([group.integers(value.tensors["input_ids"])[0]])
    }

    private func picture(_ model: AutoencoderKL, _ group: ModelGroup) throws -> Tensor {
        let value = try #require(group.cases(.decoding).first)
        return try model.decode(group.tensor(value.tensors["latents"]))
    }

    private func expectEqual(_ parameters: [Parameter], _ expected: [Parameter]) {
        #expect(parameters.map(\.path) == expected.map(\.path))
        for (one, other) in zip(parameters, expected) { #expect(one.value.scalars == other.value.scalars, "\(one.path)") }
    }
}
