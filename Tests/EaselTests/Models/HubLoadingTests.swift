import Easel
import Foundation
import Hub
import NeuralNetworks
import Tensors
import Personalization
import TestSupport
import Testing

/// Models and tokens by name, from a hub on this machine.
@Suite(.serialized) struct HubLoadingTests {
    /// The embedded model as a repository that also holds what is not needed.
    private static let repository: [String: [UInt8]] = {
        let folder = EaselTinyModel.repository.appending(path: "Sources/Easel/Resources/models/easel-tiny").path
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        let files = names.compactMap { name -> (String, [UInt8])? in
            var isFolder = ObjCBool(false)
            guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder), !isFolder.boolValue else { return nil }
            return FileManager.default.contents(atPath: "\(folder)/\(name)").map { (name, Array($0)) }
        }
        return Dictionary(uniqueKeysWithValues: files).merging(unneeded) { first, _ in first }
    }()

    private static let unneeded: [String: [UInt8]] = [
        "v1-5-pruned.safetensors": [1], "unet/diffusion_pytorch_model.bin": [2], "unet/diffusion_pytorch_model.fp16.safetensors": [3],
        "safety_checker/model.safetensors": [4],
    ]

    private static let large: Set<String> = [
        "unet/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors",
    ]

    private func session(_ hub: StandInHub) -> EaselSession {
        let session = EaselSession()
        session.hub = hub.settings
        return session
    }

    @Test func aModelIsDownloadedOnceAndFoundAfterwards() throws {
        let hub = try StandInHub(Self.repository, large: Self.large)
        let model = try session(hub).load("somebody/small")
        #expect(model.name == "somebody/small")
        #expect(try model.hash == EaselTinyModel().model.hash)
        let asked = hub.hub.requests.map(\.path)
        for name in Self.unneeded.keys { #expect(!asked.contains { $0.hasSuffix(name) }, "\(name)") }
        hub.settings.isOffline = true
        #expect(try session(hub).load("somebody/small").hash == model.hash)
        #expect(hub.hub.requests.count == asked.count)
    }

    @Test func whatIsMissingInTheCacheIsFetched() throws {
        let hub = try StandInHub(Self.repository, large: Self.large)
        _ = try session(hub).load("somebody/small")
        try FileManager.default.removeItem(atPath: "\(hub.folder.path)/models--somebody--small/snapshots/\(StandInHub.commit)/vae/config.json")
        hub.settings.isOffline = true
        let error = try #require(#expect(throws: HubError.self) { try session(hub).load("somebody/small") })
        #expect("\(error)".contains("vae/config.json"), "\(error)")
        hub.settings.isOffline = false
        _ = try session(hub).load("somebody/small")
    }

    @Test func aVariantThatIsNotThereIsSaid() throws {
        let only = Self.repository.filter { $0.key != "unet/diffusion_pytorch_model.safetensors" && !$0.key.hasSuffix(".bin") }
        let hub = try StandInHub(only, large: Self.large)
        let error = try #require(#expect(throws: EaselError.self) { try session(hub).load("somebody/small") })
        #expect("\(error)".contains("fp16") && "\(error)".contains("unet"), "\(error)")
    }

    @Test func somethingElseIsNoModel() throws {
        let hub = try StandInHub(["v1-5-pruned.ckpt": [1], "README.md": [2]])
        let error = try #require(#expect(throws: EaselError.self) { try session(hub).load("somebody/small") })
        #expect("\(error)".contains("model_index.json") && "\(error)".contains("v1-5-pruned.ckpt"), "\(error)")
    }

    @Test func aConceptIsATokenByName() throws {
        let tiny = try EaselTinyModel()
        let token = try tiny.model.addToken("<moss>", initializer: "cat", vectors: 2)
        let folder = try TemporaryFolder()
        try tiny.session.save(token, to: "\(folder.path)/learned_embeds.safetensors")
        let bytes = try #require(FileManager.default.contents(atPath: "\(folder.path)/learned_embeds.safetensors"))
        let hub = try StandInHub(["learned_embeds.safetensors": Array(bytes), "README.md": [1], "concept_images/0.jpeg": [2]])
        tiny.session.hub = hub.settings
        let loaded = try tiny.model.loadToken("somebody/small", placeholder: "<theirs>")
        #expect(loaded.vectors == 2 && loaded.placeholder == "<theirs>")
        #expect(!hub.hub.requests.contains { $0.path.contains("concept_images") })
    }

    @Test func anAdapterIsLoadedByName() throws {
        let tiny = try EaselTinyModel()
        let path = "\(tiny.session.runsFolder)/lora.safetensors"
        let lora = try tiny.model.lora(rank: 2)
        try tiny.session.save(lora, to: path)
        let bytes = try Data(contentsOf: URL(filePath: path))
        let hub = try StandInHub(["pytorch_lora_weights.safetensors": Array(bytes), "README.md": [1], "image_0.png": [2]])
        tiny.session.hub = hub.settings
        let loaded = try tiny.model.loadAdapter("somebody/small")
        #expect(loaded.label == "small" && loaded.parameters.map(\.value.scalars) == lora.parameters.map(\.value.scalars))
        #expect(!hub.hub.requests.contains { $0.path.contains("image_0") })
    }
}
