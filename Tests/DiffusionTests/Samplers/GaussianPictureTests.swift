import Diffusion
import Tensors
import TestSupport
import Testing

/// Where pictures are normally distributed, the perfect network and the solution of the differential equation are known in closed form:
/// the latents shrink as the standard deviation of the noisy pictures does.
@Suite struct GaussianPictureTests {
    private static let deviation: Float = 0.5
    private static let folder = """
        {"_class_name": "EulerDiscreteScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
         "clip_sample": false}
        """

    /// Doubling the steps divides the error by two to the power of the order, or nearly so: multistep methods start with lower orders.
    @Test(arguments: [
        (SamplerName.eulerKarras, 1.8), (.dpmSolver1Karras, 1.8), (.heunKarras, 3.5), (.dpm2Karras, 3.5), (.lmsKarras, 3.5), (.dpmSolver2sKarras, 3.5),
        (.dpmSolver2mKarras, 3.5), (.dpmSolver3sKarras, 6), (.dpmSolver3mKarras, 2.5), (.dpmFast, 6), (.dpmpp2sKarras, 3.5), (.dpmpp2mKarras, 3.5),
        (.deisKarras, 3.5), (.unipcKarras, 3.5),
    ])
    func errorsShrinkWithTheOrder(_ name: SamplerName, _ factor: Double) throws {
        // These leave DPM-Solver-fast no step of first order.
        let less = name == .dpmFast ? 1 : 0
        let (few, many) = (try error(name, steps: 24 - less), try error(name, steps: 48 - less))
        #expect(few / many >= factor, "\(name): \(few), with twice the steps \(many)")
        #expect(many < 0.05, "\(name): \(many)")
    }

    @Test func theAdaptiveMethodKeepsItsTolerance() throws {
        let error = try error(.dpmAdaptive, steps: 10)
        #expect(error < 0.05, "\(error)")
    }

    /// Samplers that add noise end on pictures of the right spread, and on the same ones for the same noise.
    @Test(arguments: SamplerName.allCases.filter { $0.drawsNoise && $0 != .lcm })
    func noiseKeepsTheSpread(_ name: SamplerName) throws {
        var generator = TorchGenerator(seed: 5)
        let noise = Tensor.randn([1, 4, 64, 64], generator: &generator)
        func run() throws -> [Float] {
            var generator = TorchGenerator(seed: 6)
            return try result(name, steps: 240, from: noise) { .randn($0, generator: &generator) }.latents.scalars
        }
        let values = try run()
        let spread = (values.reduce(0.0) { $0 + Double($1 * $1) } / Double(values.count)).squareRoot()
        #expect(abs(spread / Double(Self.deviation) - 1) < 0.06, "\(name): \(spread)")
        #expect(try run() == values)
    }

    /// The largest error relative to the exact solution, at the last noise level that is not zero.
    private func error(_ name: SamplerName, steps: Int) throws -> Double {
        let start = Tensor([1, -0.5, 2, 0.25], shape: [1, 1, 2, 2])
        let (latents, expected) = try result(name, steps: steps, from: start) { .zeros($0) }
        return zip(latents.scalars, start.scalars).map { abs(Double($0 / ($1 * expected)) - 1) }.max() ?? .infinity
    }

    /// Latents whose signal is not scaled down, and the factor by which the exact solution turns `noise` into them.
    private func result(
        _ name: SamplerName, steps: Int, from noise: Tensor, draw: ([Int]) -> Tensor
    ) throws -> (latents: Tensor, expected: Float) {
        let model = try configuration(Self.folder)
        let schedule = try NoiseSchedule(model)
        var sampler = try name.make(configuration: model, steps: steps)
        let variance = Self.deviation * Self.deviation
        var (latents, index) = (noise, 0)
        while let timestep = sampler.timestep(at: index) {
            let sigma = sampler.sigma(at: index) ?? schedule.sigmas[Int(timestep)]
            let scale = (1 + sigma * sigma).squareRoot()
            if index == 0 {
                // What the network is given has the spread of noisy pictures.
                latents = noise * ((variance + sigma * sigma).squareRoot() * (isScaled(sampler) ? 1 / scale : 1))
            }
            // The last step to no noise is of first order in all methods.
            if name.drawsNoise == false, sampler.plan.sigmas.last == 0, sampler.timestep(at: index + 1) == nil {
                return (latents * (isScaled(sampler) ? scale : 1), ((variance + sigma * sigma)).squareRoot())
            }
            let input = sampler.scaledInput(latents, at: index) * scale
            latents = sampler.step(input * (sigma / (variance + sigma * sigma)), at: index, latents: latents) { draw(noise.shape) }
            index += 1
        }
        let last = sampler.plan.sigmas.last ?? 0
        return (latents * (isScaled(sampler) ? (1 + last * last).squareRoot() : 1), (variance + last * last).squareRoot())
    }

    /// Whether latents are as the network knows them.
    private func isScaled(_ sampler: any Sampler) -> Bool {
        let probe = Tensor([1], shape: [1])
        return sampler.scaledInput(probe, at: 0).item == 1
    }
}
