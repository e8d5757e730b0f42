import Glibc

/// Places the steps of the DPM-Solver family.
///
/// Source: diffusers, `DPMSolverMultistepScheduler.set_timesteps`.
struct DPMSolverPlanner {
    private let configuration: SchedulerConfiguration
    private let schedule: NoiseSchedule
    private let table: SigmaTable

    init(_ configuration: SchedulerConfiguration) throws {
        self.configuration = configuration
        try Self.validate(configuration)
        schedule = try NoiseSchedule(configuration)
        table = SigmaTable(schedule)
    }

    private static func validate(_ configuration: SchedulerConfiguration) throws {
        let algorithm = configuration.algorithmType
        if !algorithm.predictsSample && configuration.finalSigmasType == .zero {
            throw configuration.unsupported("'\(algorithm.rawValue)' cannot end on 'final_sigmas_type' zero; it needs sigma_min")
        }
        if algorithm.isStochastic && configuration.solverOrder > 2 {
            throw configuration.unsupported("'\(algorithm.rawValue)' has no order \(configuration.solverOrder), only 1 and 2")
        }
        if try configuration.useLuLambdas && configuration.sigmaSpacing() != nil {
            throw configuration.unsupported("'use_lu_lambdas' excludes other spacings of sigmas")
        }
    }

    /// Whole timesteps, and sigmas with the final one.
    func plan(steps: Int) throws -> SamplerPlan {
        let (timesteps, spaced) = try self.spaced(steps)
        let final = configuration.finalSigmasType == .zero ? 0 : table.smallest
        let sigmas = spaced.map { Float($0) } + [final]
        guard !timesteps.isEmpty, zip(sigmas, sigmas.dropFirst()).dropLast().allSatisfy({ $0 > $1 }) else {
            throw configuration.unsupported(
                "\(steps) steps with '\(configuration.timestepSpacing.rawValue)' spacing visit one noise level twice; take fewer steps")
        }
        return SamplerPlan(timesteps: timesteps, sigmas: sigmas)
    }

    private func spaced(_ steps: Int) throws -> (timesteps: [Double], sigmas: [Double]) {
        if let spacing = try configuration.sigmaSpacing() {
            let sigmas = spacing.sigmas(from: Double(table.largest), to: Double(table.smallest), count: steps)
            return timed(sigmas, rounded: spacing == .karras)
        }
        if configuration.useLuLambdas { return timed(table.lu(steps), rounded: true) }
        let spaced = configuration.timestepSpacing.solverTimesteps(
            steps, of: configuration.trainTimestepCount, last: usableTimestepCount, offset: configuration.stepsOffset)
        let timesteps = try configuration.validated(spaced).map(Double.init)
        return (timesteps, table.interpolated(at: timesteps))
    }

    /// The timesteps of sigmas: rounded, or cut off where diffusers does not round.
    private func timed(_ sigmas: [Double], rounded: Bool) -> (timesteps: [Double], sigmas: [Double]) {
        let rule: FloatingPointRoundingRule =
            rounded && configuration.betaSchedule != .squaredCosine ? .toNearestOrEven : .towardZero
        return (sigmas.map { table.timestep(of: $0).rounded(rule) }, sigmas)
    }

    /// How many timesteps have a half log signal-to-noise ratio of at least `lambda_min_clipped`.
    private var usableTimestepCount: Int {
        let threshold = Float(configuration.lambdaMinClipped)
        return schedule.alphasCumprod.count(where: { logf($0.squareRoot()) - logf((1 - $0).squareRoot()) >= threshold })
    }
}
