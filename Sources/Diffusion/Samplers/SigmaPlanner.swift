import Glibc

/// Places the steps of the methods that step over sigmas.
///
/// Source: diffusers, `EulerDiscreteScheduler.set_timesteps`, which its kin share.
struct SigmaPlanner {
    private let configuration: SchedulerConfiguration
    private let table: SigmaTable

    init(_ configuration: SchedulerConfiguration) throws {
        self.configuration = configuration
        table = SigmaTable(try NoiseSchedule(configuration))
    }

    /// Timesteps in float32, sigmas with the final one, and the noise to start from.
    func plan(steps: Int) throws -> SamplerPlan {
        let spaced = configuration.timestepSpacing
            .timesteps(steps, of: configuration.trainTimestepCount, offset: configuration.stepsOffset)
            .map { Double(Float($0)) }
        let between = configuration.interpolationType == .linear ? table.interpolated(at: spaced) : table.logLinear(steps)
        let respaced = try self.respaced(between, steps: steps)
        let final = configuration.finalSigmasType == .zero ? 0 : table.smallest
        let sigmas = (respaced ?? between).map { Float($0) } + [final]
        let timesteps = conditioning(respaced?.map(timestep(of:)) ?? spaced, sigmas: sigmas)
        return SamplerPlan(timesteps: timesteps, sigmas: sigmas, initNoiseSigma: initNoiseSigma(sigmas))
    }

    /// A plan with another evaluation in the middle of every step but the last, which ends on no noise.
    ///
    /// `middle` returns the noise level of that evaluation between those at the ends of a step; without it, it is at the end.
    func twoStagePlan(steps: Int, middle: ((_ sigma: Float, _ next: Float) -> Float)? = nil) throws -> SamplerPlan {
        let base = try plan(steps: steps)
        var (timesteps, sigmas): ([Double], [Float]) = ([], [])
        for index in base.timesteps.indices {
            timesteps.append(base.timesteps[index])
            sigmas.append(base.sigmas[index])
            guard !base.isLast(index) else { break }
            let sigma = middle?(base.sigmas[index], base.sigmas[index + 1])
            timesteps.append(sigma.map { table.timestep(of: Double($0)) } ?? base.timesteps[index + 1])
            sigmas.append(sigma ?? base.sigmas[index + 1])
        }
        return SamplerPlan(timesteps: timesteps, sigmas: sigmas + [0], initNoiseSigma: base.initNoiseSigma, order: 2)
    }

    /// The timestep of a sigma of another spacing; DPM2 rounds those of Karras sigmas.
    private func timestep(of sigma: Double) -> Double {
        let timestep = table.timestep(of: sigma)
        return configuration.useKarrasSigmas && configuration.schedulerClass.roundsKarrasTimesteps ? timestep.rounded(.toNearestOrEven) : timestep
    }

    /// Another spacing between the first and last of `sigmas`, if one is asked for.
    private func respaced(_ sigmas: [Double], steps: Int) throws -> [Double]? {
        let largest = configuration.sigmaMax ?? sigmas[0]
        let smallest = configuration.sigmaMin ?? sigmas[sigmas.count - 1]
        return try configuration.sigmaSpacing()?.sigmas(from: largest, to: smallest, count: steps)
    }

    private func conditioning(_ timesteps: [Double], sigmas: [Float]) -> [Double] {
        let isContinuous = configuration.timestepType == .continuous && configuration.predictionType == .velocity
        return isContinuous ? sigmas.dropLast().map { Double(0.25 * logf($0)) } : timesteps.map { Double(Float($0)) }
    }

    private func initNoiseSigma(_ sigmas: [Float]) -> Float {
        let largest = sigmas.max() ?? 0
        return configuration.timestepSpacing == .leading ? (largest * largest + 1).squareRoot() : largest
    }
}
