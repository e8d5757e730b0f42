import Diffusion
import Foundation
import JSONValues
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// What people name to be loaded as a ControlNet: folders and single files, right and wrong.
@Suite struct ControlNetFilesTests {
    private let folder: TemporaryFolder
    private let group: ModelGroup
    private let saved: String
    private let original: String

    init() throws {
        folder = try TemporaryFolder()
        group = try ModelGroup("sd1-tiny")
        saved = "\(group.folder)/controlnet"
        original = try #require(Fixtures.file("controlnet", "original-layout.safetensors"))
    }

    private func expectSame(_ files: ControlNetFiles, _ what: String) throws {
        let (network, types) = try files.network()
        let expected = try group.controlNet().parameters
        #expect(network.parameters.map(\.path) == expected.map(\.path), "\(what)")
        for (one, other) in zip(network.parameters, expected) { #expect(one.value.scalars == other.value.scalars, "\(what): \(one.path)") }
        #expect(types.count == expected.count, "\(what)")
    }

    /// A folder, a pipeline's folder, and a file in diffusers' layout with its configuration beside it.
    @Test func diffusersLayoutsAreRead() throws {
        try expectSame(ControlNetFiles(path: saved), "folder")
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/controlnet", withDestinationPath: saved)
        try expectSame(ControlNetFiles(path: folder.path), "pipeline")
        try expectSame(ControlNetFiles(path: "\(saved)/diffusion_pytorch_model.safetensors"), "file")
    }

    /// Alone, without its prefix, beside the model that it was trained with, as PyTorch's file and as safetensors.
    @Test func originalLayoutsAreRead() throws {
        try expectSame(ControlNetFiles(path: original, configuration: saved), "safetensors")
        let file = try Checkpoint(path: original)
        let tensors = try file.entries.keys.map { key in (key, try #require(try file.tensor(key))) }
        let bare = tensors.map { (String($0.0.dropFirst("control_model.".count)), $0.1) }
        let others = [("model.diffusion_model.out.0.weight", Tensor(1)), ("logvar", Tensor(1))]
        for (name, tensors) in [("bare.pth", bare), ("whole.ckpt", tensors + others)] {
            let path = "\(folder.path)/\(name)"
            let state = TorchContent.dictionary(tensors.map { ($0.0, TorchContent.tensor($0.1)) })
            try TorchWriter.write(name.hasSuffix("ckpt") ? .dictionary([("state_dict", state)]) : state, to: path)
            try expectSame(ControlNetFiles(path: path, configuration: "\(saved)/config.json"), name)
        }
    }

    /// A network of the published ones' proportions tells its configuration by its shapes.
    @Test func shapesGiveTheConfiguration() throws {
        var shape = try group.controlNet().configuration.encoder
        (shape.blockChannels, shape.heads, shape.normGroups, shape.crossAttentionWidth) = ([32, 64, 64], [8, 8, 8], 32, 48)
        let network = try ControlNetModel(ControlNetConfiguration(of: shape, embeddingChannels: [4, 6, 8, 10]), from: RandomSource(seed: 1))
        for name in ["net", "control_v11e_sd15_shuffle"] {
            try network.save(to: "\(folder.path)/\(name)")
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)/config.json")
            let file = "\(folder.path)/\(name)/\(name).safetensors"
            try FileManager.default.moveItem(atPath: "\(folder.path)/\(name)/diffusion_pytorch_model.safetensors", toPath: file)
            let files = try ControlNetFiles(path: file)
            var expected = network.configuration.document.object ?? [:]
            expected["global_pool_conditions"] = .bool(name.contains("shuffle"))
            #expect(files.configuration.document == .object(expected))
            #expect(try files.network().network.parameters.map { $0.value.scalars } == network.parameters.map { $0.value.scalars })
        }
    }

    @Test(arguments: [
        ("difference", "differences"), ("lora_controlnet", "ControlLoRA"), ("control_model.label_emb.0.0.weight", "XL"), ("body.0.in_conv.weight", "T2I"),
        ("lora_unet_x", "LoRA"), ("double_blocks.0.x", "Flux"), ("weight", "weight"),
    ])
    func otherNetworksAreRefusedByName(_ key: String, _ name: String) throws {
        let path = "\(folder.path)/other.safetensors"
        try SafetensorsWriter.write([key: Tensor(1)], to: path)
        let error = #expect(throws: DiffusionError.self) { try ControlNetFiles(path: path) }
        #expect(error?.description.contains(name) == true, "\(String(describing: error))")
    }

    @Test func otherFoldersAreRefused() throws {
        #expect(throws: DiffusionError.notAControlNet(path: "\(group.folder)/model/unet", reason: "its config.json is that of another network")) {
            try ControlNetFiles(path: "\(group.folder)/model/unet")
        }
        #expect(throws: DiffusionError.missingFile(path: "\(group.folder)/model", tried: ["config.json", "controlnet/config.json"])) {
            try ControlNetFiles(path: "\(group.folder)/model")
        }
        #expect(throws: DiffusionError.noVariant(path: saved, variant: "bf16", available: [])) { try ControlNetFiles(path: saved, variant: "bf16") }
        #expect(throws: (any Error).self) { try ControlNetFiles(path: "\(folder.path)/nothing.safetensors") }
    }

    /// Files that are cut off or changed are refused or read, never more.
    @Test func damagedFilesNeverTrap() throws {
        let (weights, configuration) = (try Data(contentsOf: URL(filePath: original)), try Data(contentsOf: URL(filePath: "\(saved)/config.json")))
        for number in 0..<120 {
            let damaged = number.isMultiple(of: 2) ? weights : configuration
            var mutation = FileMutation(seed: UInt64(number))
            let bytes = mutation.changed(Array(damaged))
            let (file, folder) = ("\(folder.path)/damaged.safetensors", "\(folder.path)/damaged")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(number.isMultiple(of: 2) ? bytes : Array(weights)).write(to: URL(filePath: file))
            try Data(number.isMultiple(of: 2) ? Array(configuration) : bytes).write(to: URL(filePath: "\(folder)/config.json"))
            _ = try? ControlNetFiles(path: file, configuration: folder).network()
        }
    }
}
