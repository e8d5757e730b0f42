import Foundation
import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// PEFT's OFT: the series, the exact form, and constrained with one block for all.
@Suite struct OFTParityTests {
    private static let names = ["oft1", "oft2", "oft3"]

    private func adapter(_ value: AdapterCase, _ key: String) throws -> OFT {
        // The configuration lies beside the final file; the others hold the same keys.
        let (file, settings) = (try value.file(key), try OFTFile(path: value.file("final")).settings)
        let folder = try TemporaryFolder()
        let configuration = try value.file("final").replacing("adapter_model.safetensors", with: "adapter_config.json")
        for (source, name) in [(file, "adapter_model.safetensors"), (configuration, "adapter_config.json")] {
            try FileManager.default.copyItem(atPath: source, toPath: "\(folder.path)/\(name)")
        }
        return OFT(label: "oft", settings: settings, layers: try OFTFile(path: folder.path).layers(for: value.layers, model: "tiny"), model: nil)
    }

    @Test(arguments: names) func stepsEqualThoseOfPEFT(_ name: String) throws {
        let (value, inputs) = (try AdapterCase(name), try AdapterCase("lora1"))
        let oft = try adapter(value, "initial")
        let drive = AdapterDrive(
            value: value, adapter: oft, losses: value.value["losses"].doubles ?? [],
            gradients: try adapter(value, "grad_step1_before_clip").parameters.map(\.value),
            final: try adapter(value, "final").parameters.map(\.value), constrain: oft.constrained)
        #expect(drive.losses.count == 3)
        try drive.expectSteps(inputs.value["steps"].array ?? [])
    }

    @Test(arguments: names) func answersEqualThoseOfPEFT(_ name: String) throws {
        let value = try AdapterCase(name)
        let inference = value.value["inference"]
        let oft = try adapter(value, "final")
        for (parameter, values) in zip(oft.parameters, oft.constrained(oft.parameters.map(\.value))) { parameter.update(values) }
        let context = try value.tensor(inference["encoder_hidden_states"])
        try value.expectPrediction(value.prediction(context: context), "base")
        for isFixed in [true, false] {
            try value.expectPrediction([AdapterUse(oft)].during(isFixed: isFixed) { try value.prediction(context: context) }, "out")
        }
        let layer = try #require(oft.layers.first { $0.target.path == inference["module"].string })
        let blocks = BlockRotation(skew: layer.skew, blockSize: layer.blockSize, form: oft.settings.form).blocks
        let expected = try value.tensor(inference["module_R_block_diagonal"])
        for block in 0..<expected.shape[0] / layer.blockSize {
            let range = block * layer.blockSize..<(block + 1) * layer.blockSize
            let own = blocks[oft.settings.isShared ? 0 : block]
            expectClose(own, expected.sliced(axis: 0, range).sliced(axis: 1, range).scalars, absolute: 1e-6, "\(name), block \(block)")
        }
        [AdapterUse(oft)].merge()
        try value.expectPrediction(value.prediction(context: context), "merged_out")
        try value.expectTensor(layer.target.weight.value, inference["module_merged_weight"], "\(name), the merged weight")
    }

    /// What the method is about: rotations leave the angles between the rows of every weight as they are.
    @Test func theEnergyDoesNotMove() throws {
        let value = try AdapterCase("oft2")
        let oft = try adapter(value, "final")
        for layer in oft.layers { layer.skew.update(pseudorandom(layer.skew.value.shape, seed: 9)) }
        let energies = oft.hypersphericalEnergies()
        #expect(abs(energies.after / energies.before - 1) < 1e-5)
        let run = try AdapterCase("lora2")
        let lora = LoRA(label: "lora", layers: try LoRAFile(path: run.file("final")).layers(for: run.layers, model: "tiny"), model: nil)
        for layer in lora.layers { layer.up.update(pseudorandom(layer.up.value.shape, seed: 9)) }
        let moved = lora.hypersphericalEnergies()
        #expect(abs(moved.after / moved.before - 1) > 1e-3)
    }
}
