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
        let timesteps = conditioning(respaced?.map(table.timestep(of:)) ?? spaced, sigmas: sigmas)
        return SamplerPlan(timesteps: timesteps, sigmas: sigmas, initNoiseSigma: initNoiseSigma(sigmas))
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
