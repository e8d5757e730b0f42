import Foundation
import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// Files of adapters, written and read in every dialect, and what is refused.
@Suite struct AdapterFileTests {
    private let folder: TemporaryFolder
    private let networks: AdapterCase

    init() throws {
        folder = try TemporaryFolder()
        networks = try AdapterCase("lora1")
    }

    /// Additions to every kind of layer, with an alpha that is not the rank.
    private func lora(rank: Int = 3, alpha: Float = 1.5) -> LoRA {
        let targets = networks.layers.filter { layer in AdapterTarget.allCases.contains { $0.contains(layer) } }
        let layers = targets.enumerated().map { index, target in
            let shape = target.weight.value.shape
            return LoRA.Layer(
                target, down: pseudorandom([rank] + shape.dropFirst(), seed: index + 1),
                up: pseudorandom([shape[0], rank] + shape.dropFirst(2).map { _ in 1 }, seed: index + 900), alpha: alpha)
        }
        return LoRA(label: "mine", layers: layers, model: nil, modelName: "tiny")
    }

    private func values(_ layers: [LoRA.Layer]) -> [[Float]] { layers.flatMap { [$0.down.value.scalars, $0.up.value.scalars, [$0.alpha]] } }

    private func read(_ path: String) throws -> [LoRA.Layer] { try LoRAFile(path: path).layers(for: networks.layers, model: "tiny") }

    private func error(_ path: String) -> String {
        do {
            _ = try read(path)
            return "read"
        } catch { return "\(error)" }
    }

    @Test(arguments: LoRADialect.allCases) func whatIsWrittenReadsBack(_ dialect: LoRADialect) throws {
        let (lora, path) = (lora(), "\(folder.path)/mine.safetensors")
        #expect(lora.layers.contains { $0.target.isConvolution } && lora.layers.contains { $0.target.network == .textEncoder })
        try lora.write(to: path, dialect: dialect)
        #expect(try values(read(path)) == values(lora.layers))
        let file = try SafetensorsFile(path: path)
        switch dialect {
        case .diffusers: #expect(file.entries["unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_out.0.lora_A.weight"] != nil)
        case .kohya:
            #expect(file.entries["lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_out_0.lora_down.weight"] != nil)
            #expect(file.entries["lora_te_text_model_encoder_layers_0_self_attn_q_proj.alpha"]?.shape == [])
            #expect(file.metadata["ss_network_dim"] == "3" && file.metadata["ss_network_alpha"] == "1.5")
        }
    }

    @Test(arguments: LoRADialect.allCases) func layersHaveRanksAndAlphasOfTheirOwn(_ dialect: LoRADialect) throws {
        let (narrow, wide) = (lora(rank: 2, alpha: 1), lora(rank: 3, alpha: 4))
        let mixed = zip(narrow.layers, wide.layers).enumerated().map { $0.isMultiple(of: 2) ? $1.0 : $1.1 }
        let path = "\(folder.path)/mixed.safetensors"
        try LoRA(label: "mine", layers: mixed, model: nil, modelName: "tiny").write(to: path, dialect: dialect)
        #expect(try values(read(path)) == values(mixed))
    }

    /// The same numbers under the keys of all writers.
    @Test func oldAndForeignKeysAreKnown() throws {
        let down = pseudorandom([2, 8], seed: 1)
        let up = pseudorandom([8, 2], seed: 2)
        let place = "mid_block.attentions.0.transformer_blocks.0.attn1"
        let spellings = [
            ["unet.\(place).to_q.lora.down.weight", "unet.\(place).to_q.lora.up.weight"],
            ["unet.\(place).processor.to_q_lora.down.weight", "unet.\(place).processor.to_q_lora.up.weight"],
            ["unet.\(place).processor.to_out_lora.down.weight", "unet.\(place).processor.to_out_lora.up.weight"],
            ["base_model.model.\(place).to_q.lora_A.weight", "base_model.model.\(place).to_q.lora_B.weight"],
            ["base_model.model.\(place).to_q.lora_A.default.weight", "base_model.model.\(place).to_q.lora_B.default.weight"],
            ["\(place).to_q.lora_A.weight", "\(place).to_q.lora_B.weight"],
        ]
        let width = try #require(networks.layers.first { $0.path == "\(place).to_q" }).inputs
        for keys in spellings {
            let path = "\(folder.path)/\(keys[0].count).safetensors"
            let tensors = width == 8 ? [down, up] : [pseudorandom([2, width], seed: 1), pseudorandom([width, 2], seed: 2)]
            try SafetensorsWriter.write(Dictionary(uniqueKeysWithValues: zip(keys, tensors)), to: path)
            let layers = try read(path)
            #expect(layers.count == 1 && layers[0].alpha == 2 && layers[0].down.value.scalars == tensors[0].scalars, "\(keys[0])")
        }
    }

    /// PEFT keeps alpha in the configuration beside.
    @Test func alphaIsReadFromPEFTsConfiguration() throws {
        let key = "base_model.model.mid_block.attentions.0.transformer_blocks.0.attn1.to_q"
        let layer = try #require(networks.layers.first { key.hasSuffix($0.path) })
        try SafetensorsWriter.write(
            ["\(key).lora_A.weight": pseudorandom([4, layer.inputs]), "\(key).lora_B.weight": pseudorandom([layer.outputs, 4])],
            to: "\(folder.path)/adapter_model.safetensors")
        let cases: [(String, Float)] = [
            ("\"use_rslora\": false", 8), ("\"use_rslora\": true", 16), ("\"alpha_pattern\": {\"attn1.to_q\": 12}", 12),
            ("\"alpha_pattern\": {\"attn2.to_q\": 12}", 8),
        ]
        for (more, expected) in cases {
            _ = try folder.write("{\"peft_type\": \"LORA\", \"r\": 4, \"lora_alpha\": 8, \(more)}".utf8, to: "adapter_config.json")
            #expect(try read(folder.path)[0].alpha == expected, "\(more)")
        }
    }

    @Test func keysThatBelongNowhereAreListed() throws {
        let path = "\(folder.path)/mine.safetensors"
        let key = "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q"
        let layer = try #require(networks.layers.first { key.hasSuffix($0.path) })
        let whole = ["\(key).lora_A.weight": pseudorandom([2, layer.inputs]), "\(key).lora_B.weight": pseudorandom([layer.outputs, 2])]
        for extra in ["\(key).dora_scale", "unet.mid_block.nothing.lora_A.weight", "lora_unet_input_blocks_1_1_proj_in.alpha"] {
            try SafetensorsWriter.write(whole.merging([extra: pseudorandom([1])]) { $1 }, to: path)
            #expect(error(path).contains(extra), "\(extra)")
        }
        try SafetensorsWriter.write(whole.filter { $0.key.contains("lora_A") }, to: path)
        #expect(error(path).contains("\(key).lora_A.weight"))
        try SafetensorsWriter.write(["weight": pseudorandom([1])], to: path)
        #expect(error(path).contains("weight"))
        try SafetensorsWriter.write(whole.merging(["lora_te2_text_model_encoder_layers_0_mlp_fc1.alpha": pseudorandom([1])]) { $1 }, to: path)
        #expect(error(path).contains("Stable Diffusion XL"))
    }

    @Test func shapesAndNumbersMustFit() throws {
        let path = "\(folder.path)/mine.safetensors"
        let key = "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q"
        let layer = try #require(networks.layers.first { key.hasSuffix($0.path) })
        try SafetensorsWriter.write(
            ["\(key).lora_A.weight": pseudorandom([2, layer.inputs]), "\(key).lora_B.weight": pseudorandom([layer.outputs, 3])], to: path)
        #expect(error(path).contains("its matrices for \(key)"))
        try SafetensorsWriter.write(
            ["\(key).lora_A.weight": pseudorandom([2, layer.inputs]) / 0, "\(key).lora_B.weight": pseudorandom([layer.outputs, 2])], to: path)
        #expect(error(path).contains("not finite"))
    }

    /// Prompts of another width: both families are named.
    @Test func anotherFamilyIsRefused() throws {
        let other = try AdapterCase("lora2")
        do {
            _ = try LoRAFile(path: other.file("final")).layers(for: networks.layers, model: "tiny")
            Issue.record("a file of SD 2's shapes was read for SD 1's")
        } catch PersonalizationError.foreignAdapter(_, let found, let expected, _) {
            #expect(found == 40 && expected == 32)
        }
        let description = "\(PersonalizationError.foreignAdapter(path: "a", found: 1024, expected: 768, model: "mine"))"
        #expect(description.contains("Stable Diffusion 2.x") && description.contains("Stable Diffusion 1.x"))
    }

    // MARK: - OFT

    private func oft(_ settings: OFT.Settings) -> OFT {
        let targets = networks.layers.filter(AdapterTarget.attention.contains)
        let layers = targets.enumerated().map { index, target in
            let blocks = settings.isShared ? 1 : target.inputs / settings.blockSize
            return OFT.Layer(target, skew: pseudorandom([blocks, SkewSymmetric.count(settings.blockSize)], seed: index + 1), blockSize: settings.blockSize)
        }
        return OFT(label: "mine", settings: settings, layers: layers, model: nil, modelName: "tiny")
    }

    @Test(arguments: [
        OFT.Settings(blockSize: 4), OFT.Settings(blockSize: 8, isShared: true, form: .neumann(terms: 3)), OFT.Settings(blockSize: 2, constraint: .peft(1e-3)),
    ])
    func rotationsReadBack(_ settings: OFT.Settings) throws {
        let (oft, path) = (oft(settings), "\(folder.path)/mine")
        try oft.write(to: path)
        let file = try OFTFile(path: path)
        #expect(file.settings == settings)
        let layers = try file.layers(for: networks.layers, model: "tiny")
        #expect(layers.map(\.skew.value.scalars) == oft.layers.map(\.skew.value.scalars) && layers.map(\.blockSize) == oft.layers.map(\.blockSize))
    }

    @Test func rotationsOfNoLayerAreListed() throws {
        let path = "\(folder.path)/mine"
        try oft(OFT.Settings(blockSize: 4)).write(to: path)
        let file = try SafetensorsFile(path: "\(path)/adapter_model.safetensors")
        var tensors = try Dictionary(uniqueKeysWithValues: file.entries.keys.map { ($0, try file.tensor($0)) })
        let extra = "base_model.model.mid_block.nothing.oft_R.weight"
        tensors[extra] = pseudorandom([2, 6])
        try SafetensorsWriter.write(tensors, to: "\(path)/adapter_model.safetensors")
        do {
            _ = try OFTFile(path: path).layers(for: networks.layers, model: "tiny")
            Issue.record("a rotation of no layer was passed over")
        } catch PersonalizationError.unmatchedKeys(_, let keys, _) { #expect(keys == [extra]) }
    }

    @Test func rotationsWithoutTheirSettingsAreRefused() throws {
        let path = "\(folder.path)/mine"
        try oft(OFT.Settings(blockSize: 4)).write(to: path)
        func reason() -> String {
            do {
                _ = try OFTFile(path: path).layers(for: networks.layers, model: "tiny")
                return "read"
            } catch { return "\(error)" }
        }
        let configuration = "\(path)/adapter_config.json"
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        try text.replacing("OFT", with: "LORA").write(toFile: configuration, atomically: true, encoding: .utf8)
        #expect(reason().contains("not OFT"))
        try text.replacing("\"block_share\": false", with: "\"block_share\": true").write(toFile: configuration, atomically: true, encoding: .utf8)
        #expect(reason().contains("has shape"))
        try FileManager.default.removeItem(atPath: configuration)
        #expect(reason().contains("no adapter_config.json"))
    }

    @Test func blockSizesThatDoNotFitAreAdjusted() {
        let cases = [(320, 32, 32), (20, 8, 10), (20, 3, 2), (8, 32, 8), (12, 5, 4)]
        for (inputs, wish, size) in cases { #expect(OFT.Layer.divisor(of: inputs, near: wish) == size, "\(inputs) by \(wish)") }
    }
}
