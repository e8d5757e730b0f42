import Diffusion
import JSONValues
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Configurations that people and other programs write: an error names the file and the key, and nothing traps.
@Suite struct ModelConfigurationTests {
    /// What a key may hold that it should not.
    private static let values: [JSONValue] = [
        .null, true, 0, -1, 1, 2, 5, 1_000_000, .int(.max), 0.5, 1e300, "relu", [], [1, 1], [2, 2, 2], [1, 1_000_000, 1], ["DownBlock2D"], [:],
    ]

    @Test(
        arguments: [
            ("act_fn", "relu"), ("mid_block_type", "UNetMidBlock2D"), ("_class_name", "UNet2DModel"), ("class_embed_type", "timestep"),
            ("addition_embed_type", "text_time"), ("dual_cross_attention", true), ("resnet_time_scale_shift", "scale_shift"), ("dropout", 0.1),
            ("down_block_types", ["AttnDownBlock2D"]), ("down_block_types", .array(Array(repeating: "DownBlock2D", count: 11))),
            ("up_block_types", ["UpBlock2D"]), ("block_out_channels", [8, 16]), ("block_out_channels", [10, 16, 24]), ("norm_num_groups", 7),
            ("attention_head_dim", 5), ("attention_head_dim", [4, 4]), ("layers_per_block", 0), ("layers_per_block", [1, 2]), ("cross_attention_dim", "wide"),
            ("transformer_layers_per_block", [[1]]), ("conv_in_kernel", 4), ("downsample_padding", 2), ("norm_eps", "small"), ("in_channels", .double(.nan)),
        ] as [(String, JSONValue)])
    func unetsThatAreNotComputedAreRefused(_ key: String, _ value: JSONValue) throws {
        let file = try changed("unet", key, value)
        expectRefusal(naming: file.path, key) { try UNetConfiguration(file) }
    }

    @Test(
        arguments: [
            ("num_attention_heads", 5), ("hidden_act", "relu"), ("num_hidden_layers", 0), ("vocab_size", "all"), ("max_position_embeddings", 2),
        ] as [(String, JSONValue)])
    func textModelsThatAreNotComputedAreRefused(_ key: String, _ value: JSONValue) throws {
        let file = try changed("text_encoder", key, value)
        expectRefusal(naming: file.path, key) { try CLIPTextConfiguration(file) }
    }

    @Test(
        arguments: [
            ("act_fn", "relu"), ("latents_mean", [0]), ("shift_factor", 0.1), ("scaling_factor", 0), ("norm_num_groups", 3), ("in_channels", 4),
            ("down_block_types", ["DownEncoderBlock2D"]), ("block_out_channels", []), ("block_out_channels", .array(Array(repeating: 8, count: 11))),
            ("layers_per_block", [1]), ("use_quant_conv", "yes"),
        ] as [(String, JSONValue)])
    func autoencodersThatAreNotComputedAreRefused(_ key: String, _ value: JSONValue) throws {
        let file = try changed("vae", key, value)
        expectRefusal(naming: file.path, key) { try AutoencoderConfiguration(file) }
    }

    /// Every key of a true configuration given every odd value: either an error, or a network that computes.
    @Test(arguments: ModelGroup.names)
    func noConfigurationTraps(_ name: String) throws {
        let folder = try ModelGroup(name).model()
        let (sample, picture) = (pseudorandom([1, 4, 3, 2]), pseudorandom([1, 3, 16, 16]))
        for component in ["unet", "text_encoder", "vae"] {
            let file = try folder.configuration(component)
            let weights = try folder.weights(component)
            for key in file.members.keys.sorted() {
                for value in Self.values {
                    let odd = ConfigurationFile(path: file.path, members: file.members.merging([key: value]) { $1 })
                    do {
                        switch component {
                        case "unet":
                            let unet = try UNet2DConditionModel(UNetConfiguration(odd), from: CheckpointSource(weights))
                            _ = try unet(sample, timesteps: [1], context: pseudorandom([1, 2, unet.configuration.crossAttentionWidth]))
                        case "vae":
                            let vae = try AutoencoderKL(AutoencoderConfiguration(odd), from: CheckpointSource(weights, keys: AutoencoderKL.keys))
                            _ = try vae.decode(vae.encode(picture).mean)
                        default:
                            let text = try CLIPTextModel(CLIPTextConfiguration(odd), from: CheckpointSource(weights, keys: CLIPTextModel.keys))
                            _ = try text([[0, 1]])
                        }
                    } catch let error as NeuralNetworksError {
                        #expect("\(error)".contains(folder.path))
                    } catch let error as DiffusionError {
                        #expect("\(error)".contains("size"))
                    }
                }
            }
        }
    }

    private func changed(_ component: String, _ key: String, _ value: JSONValue) throws -> ConfigurationFile {
        let file = try ModelGroup("sd1-tiny").model().configuration(component)
        return ConfigurationFile(path: file.path, members: file.members.merging([key: value]) { $1 })
    }

    private func expectRefusal(naming path: String, _ key: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Any) {
        let error = #expect(throws: NeuralNetworksError.self, sourceLocation: sourceLocation) { try body() }
        guard case .unsupportedConfiguration(let found, let named, _, _) = error else { return }
        #expect(found == path, sourceLocation: sourceLocation)
        // Two keys that disagree: either may be named.
        let partners = ["norm_num_groups", "up_block_types", "attention_head_dim", "num_attention_heads", "down_block_types", "block_out_channels"]
        #expect(named == key || partners.contains(named) && partners.contains(key), "\(named)", sourceLocation: sourceLocation)
    }
}
