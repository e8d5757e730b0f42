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
            expectClose(output, expected.scalars, shape: expected.shape, absolute: tolerance, "\(name), \(value.name)")
            if !tensors["trace"]["time_proj"].isNull {
                let trace = try group.tensor(tensors["trace"]["time_proj"])
                let embedding = unet.configuration.timestepEmbedding(timesteps)
                expectClose(embedding, trace.scalars, shape: trace.shape, absolute: tolerance, "\(name), \(value.name): time_proj")
            }
        }
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
}
