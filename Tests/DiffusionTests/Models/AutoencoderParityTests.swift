import Diffusion
import Tensors
import TestSupport
import Testing

@Suite struct AutoencoderParityTests {
    @Test(arguments: ModelGroup.names)
    func latentsEqualThoseOfDiffusers(_ name: String) throws {
        let group = try ModelGroup(name)
        let autoencoder = try group.model().autoencoder()
        for value in group.cases(.encoding) {
            let tolerance = try group.tolerance(of: value, "vae_encode")
            let distribution = try autoencoder.encode(group.tensor(value.tensors["pixels"]))
            func expect(_ actual: Tensor, _ key: String) throws {
                let expected = try group.tensor(value.tensors[key])
                expectClose(actual, expected.scalars, shape: expected.shape, absolute: tolerance, "\(value.name): \(key)", parity: .init(name, "encoder"))
            }
            try expect(distribution.mean, "mean")
            try expect(distribution.logVariance, "logvar")
            try expect(distribution.sample(noise: group.tensor(value.tensors["noise"])), "sample")
        }
    }

    @Test(arguments: ModelGroup.names)
    func picturesEqualThoseOfDiffusers(_ name: String) throws {
        let group = try ModelGroup(name)
        let autoencoder = try group.model().autoencoder()
        for value in group.cases(.decoding) {
            let picture = try autoencoder.decode(group.tensor(value.tensors["latents"]))
            let (expected, tolerance) = (try group.tensor(value.tensors["image"]), try group.tolerance(of: value, "vae_decode"))
            expectClose(picture, expected.scalars, shape: expected.shape, absolute: tolerance, value.name, parity: .init(name, "decoder"))
        }
    }
}
