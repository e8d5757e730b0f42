import Diffusion
import JSONValues
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct ControlNetParityTests {
    private static let groups = ModelGroup.names.filter { Fixtures.file($0, "controlnet/config.json") != nil }

    /// The residuals, and what the UNet makes of them.
    @Test(arguments: groups)
    func residualsEqualThoseOfDiffusers(_ name: String) throws {
        let group = try ModelGroup(name)
        let (network, unet) = (try group.controlNet(), try group.model().unet())
        let cases = group.cases(.controlNet)
        #expect(cases.contains { $0.value["guess_mode"].bool == true })
        for value in cases {
            let (tensors, tolerance) = (value.tensors, try group.tolerance(of: value, "controlnet"))
            func expect(_ actual: Tensor, _ reference: FixtureValue, _ what: String) throws {
                let expected = try group.tensor(reference)
                expectClose(
                    actual, expected.scalars, shape: expected.shape, absolute: tolerance, "\(value.name): \(what)", parity: .init(name, "ControlNet"))
            }
            let (sample, context) = (try group.tensor(tensors["sample"]), try group.tensor(tensors["encoder_hidden_states"]))
            let timesteps = [try #require(value.value["timestep"].float)]
            let prompt = try network.prompt(context, condition: group.tensor(tensors["controlnet_cond"]))
            try expect(prompt.hint, tensors["trace"]["controlnet_cond_embedding"], "embedded picture")
            let residuals = try network(
                sample, timesteps: timesteps, prompt: prompt, scale: try #require(value.value["conditioning_scale"].float),
                isGuess: value.value["guess_mode"].bool ?? false)
            let down = try #require(tensors["down"].array)
            #expect(residuals.down.count == down.count)
            for (index, pair) in zip(residuals.down, down).enumerated() { try expect(pair.0, pair.1, "residual \(index)") }
            try expect(residuals.mid, tensors["mid"], "residual of the lowest level")
            try expect(unet(sample, timesteps: timesteps, context: context, control: residuals), tensors["unet_out"], "UNet")
        }
    }

    /// The gradients of all weights, through a frozen UNet; blocks that are computed twice give the same bits.
    @Test(arguments: [false, true])
    func gradientsEqualThoseOfPyTorch(_ checkpointing: Bool) throws {
        let recorded = try GradientCase()
        let group = try ModelGroup("sd1-tiny")
        let network = try group.controlNet()
        for parameter in network.parameters { parameter.isTrainable = true }
        let output = try recorded.output(of: network, group.model().unet(), group, checkpointing: checkpointing)
        let expected = try recorded.tensors.tensor("unet_out")
        expectClose(output.scalars, expected.scalars, absolute: recorded.tolerance, "output", parity: .init("controlnet", "UNet with a ControlNet"))
        let found = try gradients(of: (output * recorded.tensors.tensor("seed")).sum())
        let pairs = try network.parameters.map { parameter in
            (try #require(found[parameter.value], "\(parameter.path)").scalars, try recorded.tensors.tensor(parameter.path).scalars)
        }
        let error = relativeError(pairs.flatMap(\.0), pairs.flatMap(\.1))
        ParityRecorder.expect(error, within: recorded.gradientTolerance, "checkpointing \(checkpointing)", .init("controlnet", "gradients of all weights"))
    }

    /// Memory estimates count what a prompt takes.
    @Test func promptsTakeWhatTheConfigurationSays() throws {
        let network = try ModelGroup("sd1-tiny").controlNet()
        let projections = network.parameters.filter { $0.path.hasSuffix("attn2.to_k.weight") || $0.path.hasSuffix("attn2.to_v.weight") }
        #expect(network.configuration.promptScalars(tokens: 77) == projections.reduce(0) { $0 + 77 * $1.value.shape[0] })
    }

    /// Colours in the other order, and residuals that are means, as some networks' configurations ask for.
    @Test func orderAndPoolingAreTheConfigurations() throws {
        let group = try ModelGroup("sd1-tiny")
        func network(_ key: String, _ value: JSONValue) throws -> ControlNetModel {
            let file = try ConfigurationFile(path: "\(group.folder)/controlnet/config.json")
            let changed = ConfigurationFile(path: file.path, members: file.members.merging([key: value]) { $1 })
            let checkpoint = try Checkpoint(path: "\(group.folder)/controlnet/diffusion_pytorch_model.safetensors")
            return try ControlNetModel(ControlNetConfiguration(changed), from: CheckpointSource(checkpoint))
        }
        let (sample, context, condition) = (pseudorandom([1, 4, 8, 8]), pseudorandom([1, 77, 32]), pseudorandom([1, 3, 64, 64]))
        func residuals(_ network: ControlNetModel, _ condition: Tensor) throws -> [Tensor] {
            let residuals = try network(sample, timesteps: [7], context: context, condition: condition)
            return residuals.down + [residuals.mid]
        }
        let plain = try residuals(group.controlNet(), condition)
        let reversed = Tensor.concatenated([2, 1, 0].map { condition.sliced(axis: 1, $0..<($0 + 1)) }, axis: 1)
        let other = try residuals(network("controlnet_conditioning_channel_order", "bgr"), reversed)
        let pooled = try residuals(network("global_pool_conditions", true), condition)
        for (index, one) in plain.enumerated() {
            #expect(other[index].scalars == one.scalars, "residual \(index)")
            let mean = one.mean(axes: [2, 3], keepDims: true)
            expectClose(pooled[index], mean.scalars, shape: mean.shape, absolute: 1e-6, "residual \(index)")
        }
    }

    /// Pictures of other channels or of another size are refused, not computed.
    @Test func picturesThatDoNotFitAreRefused() throws {
        let network = try ModelGroup("sd1-tiny").controlNet()
        let (sample, context) = (pseudorandom([1, 4, 8, 8]), pseudorandom([1, 77, 32]))
        for shape in [[1, 1, 64, 64], [1, 3, 64, 72], [1, 3, 32, 32]] {
            #expect(throws: DiffusionError.self) { try network(sample, timesteps: [1], context: context, condition: pseudorandom(shape)) }
        }
    }

    /// What is saved is loaded again, with the types that it was stored in.
    @Test func savedNetworksAreTheSame() throws {
        let network = try ModelGroup("sd1-tiny").controlNet()
        let folder = try TemporaryFolder()
        let types = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.path, StorageType.float16) })
        try network.save(to: folder.path + "/net", types: types)
        let configuration = try ControlNetConfiguration(ConfigurationFile(path: "\(folder.path)/net/config.json"))
        let checkpoint = try Checkpoint(path: "\(folder.path)/net/diffusion_pytorch_model.safetensors")
        #expect(checkpoint.entries.values.allSatisfy { $0.storageType == .float16 })
        let again = try ControlNetModel(configuration, from: CheckpointSource(checkpoint))
        #expect(again.configuration.document == network.configuration.document)
        #expect(zip(again.parameters, network.parameters).allSatisfy { $0.path == $1.path && $0.value.scalars == $1.value.scalars })
    }

    /// A network made for a UNet has the shape of one that was saved for it.
    @Test func configurationsFollowTheUNet() throws {
        let group = try ModelGroup("sd1-tiny")
        let saved = try group.controlNet().configuration
        let made = try ControlNetConfiguration(of: UNetConfiguration(group.model().configuration("unet")), embeddingChannels: saved.embeddingChannels)
        #expect(made.document == saved.document)
    }
}

/// Gradients that PyTorch computed.
private struct GradientCase {
    let tensors: FixtureTensors
    private let value: FixtureValue

    init() throws {
        guard let value = try Fixtures.manifest("controlnet")["cases"].array?.first, let path = Fixtures.file("controlnet", value["file"].string ?? "") else {
            throw FixtureError.missing("controlnet")
        }
        self.value = value
        tensors = try FixtureTensors(path)
    }

    var tolerance: Float { value["tolerance"]["atol"].float ?? 0 }
    var gradientTolerance: Double { value["tolerance"]["grad_rel_l2"].double ?? 0 }

    func output(of network: ControlNetModel, _ unet: UNet2DConditionModel, _ group: ModelGroup, checkpointing: Bool) throws -> Tensor {
        let inputs = try #require(group.cases(.controlNet).first { $0.name.contains("b2") }).tensors
        let (sample, context) = (try group.tensor(inputs["sample"]), try group.tensor(inputs["encoder_hidden_states"]))
        let timesteps = (value["timestep"].doubles ?? []).map { Float($0) }
        let residuals = try network(
            sample, timesteps: timesteps, context: context, condition: group.tensor(inputs["controlnet_cond"]),
            scale: try #require(value["conditioning_scale"].float), checkpointing: checkpointing)
        return try unet(sample, timesteps: timesteps, context: context, control: residuals, checkpointing: checkpointing)
    }
}
