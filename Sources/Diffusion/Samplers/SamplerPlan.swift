/// What a sampler is about to do.
public struct SamplerPlan: Equatable, Sendable {
    /// The timestep that the network is given at each evaluation, from noisy to clean; fractional for methods that step over sigmas.
    public let timesteps: [Double]
    /// The noise relative to the signal before each evaluation and after the last; empty for methods that step over timesteps.
    public let sigmas: [Float]
    /// The standard deviation of the noise that latents start from.
    public let initNoiseSigma: Float
    /// How many evaluations of the network make one step; the last step of methods with two takes one.
    public let order: Int

    init(timesteps: [Double], sigmas: [Float] = [], initNoiseSigma: Float = 1, order: Int = 1) {
        self.timesteps = timesteps
        self.sigmas = sigmas
        self.initNoiseSigma = initNoiseSigma
        self.order = order
    }

    /// Whether no evaluation follows that at `index`.
    func isLast(_ index: Int) -> Bool { index + 1 == timesteps.count }

    /// Signal and noise before evaluation `index`, or after the last one.
    func level(at index: Int) -> NoiseLevel { NoiseLevel(relativeSigma: sigmas[index]) }

    /// The index of the evaluation at `timestep`; of two evaluations at one timestep, the second.
    ///
    /// Source: diffusers, `index_for_timestep`.
    public func index(of timestep: Double) -> Int? {
        guard let first = timesteps.firstIndex(of: timestep) else { return nil }
        return timesteps[(first + 1)...].firstIndex(of: timestep) ?? first
    }
}
