import Diffusion
import Glibc
import Tensors
import TestSupport
import Testing

/// The samplers that diffusers lacks end where the published ones of k-diffusion end, with as many evaluations, on the same noise.
@Suite struct KDiffusionTests {
    /// Stable Diffusion 1's noise schedule, over all of its timesteps.
    private static let folder = """
        {"_class_name": "EulerDiscreteScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085}
        """

    @Test func endsWhereKDiffusionEnds() throws {
        let manifest = try Fixtures.manifest("k-diffusion")
        let shape = try #require(manifest["shape"].ints)
        let start = Tensor(try #require(manifest["start"].doubles).map { Float($0) }, shape: shape)
        let draws = try #require(manifest["noise"].array).map { Tensor(($0.doubles ?? []).map { Float($0) }, shape: shape) }
        let cases = try #require(manifest["cases"].array)
        #expect(!cases.isEmpty)
        for one in cases {
            let name = try #require(SamplerName(rawValue: one["sampler"].string ?? ""))
            let sampler = try name.make(configuration: configuration(Self.folder), steps: #require(one["steps"].int))
            let result = run(sampler, from: start * sampler.plan.initNoiseSigma, draws: draws)
            let expected = try #require(one["latents"].doubles).map { Float($0) }
            let what = "\(name), \(sampler.plan.timesteps.count) evaluations"
            expectClose(result.latents, expected, shape: shape, absolute: 2e-4, relative: 2e-4, what, parity: .init("k-diffusion", "latents at the end"))
            // A rejected step of the adaptive sampler keeps the evaluation at its start, where k-diffusion repeats it.
            #expect(result.evaluations <= one["evaluations"].int ?? 0, "\(what)")
            #expect(name == .dpmAdaptive || result.evaluations == one["evaluations"].int, "\(what)")
        }
    }

    private func run(_ sampler: any Sampler, from start: Tensor, draws: [Tensor]) -> (latents: Tensor, evaluations: Int) {
        var (sampler, latents) = (sampler, start)
        var (index, drawn) = (0, 0)
        while let timestep = sampler.timestep(at: index) {
            let output = sampler.scaledInput(latents, at: index) * 0.3 + Float(0.1 * sin(timestep / 100))
            latents = sampler.step(output, at: index, latents: latents) {
                drawn += 1
                return draws[drawn - 1]
            }
            index += 1
        }
        return (latents, index)
    }
}
