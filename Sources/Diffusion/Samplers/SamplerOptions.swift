/// What may be asked of a sampler beyond its configuration; each option matters to the methods that name it.
public struct SamplerOptions: Equatable, Sendable {
    /// DDIM: how much of DDPM's noise each step adds, 0 (none) to 1. Source: Song et al., "DDIM" (2020), equation 16.
    public var eta: Float
    /// DDIM: whether the noise is derived again from the clipped estimate.
    public var useClippedModelOutput: Bool
    /// Euler: how much noise is added before steps, over the whole run. Source: Karras et al. (2022), algorithm 2.
    public var churn: Float
    /// Euler: the sigmas at which noise is added.
    public var churnRange: ClosedRange<Float>
    /// Euler: the standard deviation of the added noise.
    public var churnNoise: Float
    /// LMS: how many evaluations a step is made of at most, 1 to 4.
    public var multistepOrder: Int

    public init(
        eta: Float = 0, useClippedModelOutput: Bool = false,
        churn: Float = 0, churnRange: ClosedRange<Float> = 0...Float.infinity, churnNoise: Float = 1, multistepOrder: Int = 4
    ) {
        self.eta = eta
        self.useClippedModelOutput = useClippedModelOutput
        self.churn = churn
        self.churnRange = churnRange
        self.churnNoise = churnNoise
        self.multistepOrder = multistepOrder
    }

    /// Throws: ``DiffusionError/invalidArgument(name:expected:found:)``.
    func validate() throws {
        guard (0...1).contains(eta) else {
            throw DiffusionError.invalidArgument(name: "eta", expected: "from 0 to 1", found: "\(eta)")
        }
        guard churn >= 0, churn.isFinite else {
            throw DiffusionError.invalidArgument(name: "churn", expected: "0 or more", found: "\(churn)")
        }
        guard churnNoise >= 0, churnNoise.isFinite else {
            throw DiffusionError.invalidArgument(name: "churnNoise", expected: "0 or more", found: "\(churnNoise)")
        }
        guard (1...4).contains(multistepOrder) else {
            throw DiffusionError.invalidArgument(name: "multistepOrder", expected: "from 1 to 4", found: "\(multistepOrder)")
        }
    }
}
