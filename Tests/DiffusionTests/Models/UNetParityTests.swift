import Diffusion
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct UNetParityTests {
    @Test(arguments: ModelGroup.names)
    func predictionsEqualThoseOfDiffusers(_ name: String) throws {
        let group = try ModelGroup(name)
        let unet = try group.model().unet()
        for value in group.cases(.unet) {
            let tensors = value.tensors
            let timesteps = value.value["timestep"].double.map { [Float($0)] } ?? (value.value["timestep"].doubles ?? []).map { Float($0) }
            let sample = try group.tensor(tensors["sample"])
            let context = try group.tensor(tensors["encoder_hidden_states"])
            let output = try unet(sample, timesteps: timesteps, context: context)
            let (expected, tolerance) = (try group.tensor(tensors["out"]), try group.tolerance(of: value, "unet"))
            expectClose(output, expected.scalars, shape: expected.shape, absolute: tolerance, value.name, parity: .init(name, "UNet"))
            if !tensors["trace"]["time_proj"].isNull {
                let trace = try group.tensor(tensors["trace"]["time_proj"])
                let embedding = unet.configuration.timestepEmbedding(timesteps)
                expectClose(embedding, trace.scalars, shape: trace.shape, absolute: tolerance, value.name, parity: .init(name, "UNet, timestep embedding"))
            }
        }
    }

    /// The gradients of all weights, of the sample and of the context, where a group holds them.
    @Test(arguments: ModelGroup.names)
    func gradientsEqualThoseOfPyTorch(_ name: String) throws {
        let group = try ModelGroup(name)
        let unet = try group.model().unet()
        for parameter in unet.parameters { parameter.isTrainable = true }
        for value in group.cases(.unetGradients) {
            let sample = try group.tensor(value.tensors["sample"]).requiringGradient()
            let context = try group.tensor(value.tensors["encoder_hidden_states"]).requiringGradient()
            let timesteps = (value.value["timestep"].doubles ?? []).map { Float($0) }
            let output = try unet(sample, timesteps: timesteps, context: context)
            let found = try gradients(of: (output * group.tensor(value.tensors["seed"])).sum())
            let leaves = unet.parameters.map { ($0.path, $0.value) } + [("sample", sample), ("encoder_hidden_states", context)]
            let expected = value.tensors["gradients"].object ?? [:]
            #expect(Set(leaves.map(\.0)) == Set(expected.keys))
            let pairs = try leaves.map { path, leaf in
                (try #require(found[leaf], "\(path)").scalars, try group.tensor(#require(expected[path])).scalars)
            }
            let error = relativeError(pairs.flatMap(\.0), pairs.flatMap(\.1))
            let tolerance = try #require(value.value["tolerance"]["grad_rel_l2"].double)
            ParityRecorder.expect(error, within: tolerance, value.name, .init(name, "UNet, gradients of all weights and inputs"))
        }
    }

    /// Blocks that are computed twice give the same bits.
    @Test(arguments: ModelGroup.names)
    func checkpointingChangesNoGradient(_ name: String) throws {
        let group = try ModelGroup(name)
        let unet = try group.model().unet()
        for parameter in unet.parameters { parameter.isTrainable = true }
        guard let value = group.cases(.unet).first else { return }
        let sample = try group.tensor(value.tensors["sample"])
        let context = try group.tensor(value.tensors["encoder_hidden_states"]).requiringGradient()
        let runs = try [false, true].map { checkpointing in
            let (found, profile) = try OperationProfile.recording {
                let output = try unet(sample, timesteps: [7], context: context, checkpointing: checkpointing)
                return try gradients(of: output.square().sum())
            }
            let convolutions = profile.entries.filter { $0.operation.name.hasPrefix("convolution 3") }.map(\.calls).reduce(0, +)
            return (convolutions, try (unet.parameters.map(\.value) + [context]).map { try #require(found[$0]).scalars })
        }
        #expect(runs[0].1 == runs[1].1)
        // All but those outside of blocks are computed again.
        #expect(runs[0].0 > 0 && runs[1].0 > runs[0].0 * 3 / 2, "\(runs.map(\.0))")
    }

    /// Without gradients asked for, nothing is recorded; with them, the same numbers come out.
    @Test(arguments: ModelGroup.names)
    func trainingChangesNothingInThePrediction(_ name: String) throws {
        let group = try ModelGroup(name)
        let unet = try group.model().unet()
        guard let value = group.cases(.unet).first else { return }
        let sample = try group.tensor(value.tensors["sample"])
        let context = try group.tensor(value.tensors["encoder_hidden_states"])
        let frozen = try unet(sample, timesteps: [7], context: context)
        #expect(!frozen.requiresGradient)
        for parameter in unet.parameters { parameter.isTrainable = true }
        let trained = try unet(sample, timesteps: [7], context: context)
        #expect(trained.requiresGradient)
        #expect(trained.scalars == frozen.scalars)
    }

    /// A prompt's keys and values serve any number of steps, and are what each step would make anew.
    @Test(arguments: ModelGroup.names)
    func promptsArePreparedOnce(_ name: String) throws {
        let group = try ModelGroup(name)
        let unet = try group.model().unet()
        guard let value = group.cases(.unet).first else { return }
        let sample = try group.tensor(value.tensors["sample"])
        let context = try group.tensor(value.tensors["encoder_hidden_states"])
        let prompt = unet.prompt(context)
        let projections = unet.parameters.filter { $0.path.hasSuffix("attn2.to_k.weight") || $0.path.hasSuffix("attn2.to_v.weight") }
        #expect(unet.configuration.promptScalars(tokens: 77) == projections.reduce(0) { $0 + 77 * $1.value.shape[0] })
        for timestep in [7, 500] as [Float] {
            let anew = try unet(sample, timesteps: [timestep], context: context)
            #expect(try unet(sample, timesteps: [timestep], prompt: prompt).scalars == anew.scalars)
        }
    }
}
