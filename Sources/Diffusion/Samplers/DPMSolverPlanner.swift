import Glibc

/// Places the steps of the DPM-Solver family.
///
/// Source: diffusers, `set_timesteps` of `DPMSolverMultistepScheduler`, `DPMSolverSinglestepScheduler`, `DEISMultistepScheduler` and
/// `UniPCMultistepScheduler`.
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
        guard configuration.schedulerClass != .deisMultistep, configuration.schedulerClass != .uniPCMultistep else { return }
        let algorithm = configuration.algorithmType
        if !algorithm.predictsSample && configuration.finalSigmasType == .zero {
            throw configuration.unsupported("'\(algorithm.rawValue)' cannot end on 'final_sigmas_type' zero; it needs sigma_min")
        }
        if algorithm == .sdeDPMSolver && configuration.solverOrder > 2 {
            throw configuration.unsupported("'\(algorithm.rawValue)' has no order \(configuration.solverOrder), only 1 and 2")
        }
        if try configuration.useLuLambdas && configuration.sigmaSpacing() != nil {
            throw configuration.unsupported("'use_lu_lambdas' excludes other spacings of sigmas")
        }
    }

    /// Whole timesteps, and sigmas with the final one.
    func plan(steps: Int) throws -> SamplerPlan {
        let (timesteps, spaced) = try self.spaced(steps)
        let sigmas = try spaced.map { Float($0) } + [finalSigma(after: spaced)]
        guard !timesteps.isEmpty, zip(sigmas, sigmas.dropFirst()).dropLast().allSatisfy({ $0 > $1 }) else {
            throw configuration.unsupported(
                "\(steps) steps with '\(configuration.timestepSpacing.rawValue)' spacing visit one noise level twice; take fewer steps")
        }
        guard sigmas.count > 2 || sigmas[0] > sigmas[1] else {
            throw configuration.unsupported("one step would end on the noise level that it starts from; take more steps")
        }
        return SamplerPlan(timesteps: timesteps, sigmas: sigmas)
    }

    /// DEIS never ends without noise; it and UniPC take the smallest sigma of a spacing as the last one, too.
    private func finalSigma(after spaced: [Double]) throws -> Float {
        let isMultistepKin = configuration.schedulerClass == .deisMultistep || configuration.schedulerClass == .uniPCMultistep
        if configuration.schedulerClass != .deisMultistep && configuration.finalSigmasType == .zero { return 0 }
        let isRespaced = try configuration.sigmaSpacing() != nil
        return isMultistepKin && isRespaced ? Float(spaced.last ?? 0) : table.smallest
    }

    private func spaced(_ steps: Int) throws -> (timesteps: [Double], sigmas: [Double]) {
        if let spacing = try configuration.sigmaSpacing() {
            let sigmas = spacing.sigmas(
                from: configuration.sigmaMax ?? Double(table.largest), to: configuration.sigmaMin ?? Double(table.smallest), count: steps)
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
            rounded && !(configuration.schedulerClass == .dpmSolverMultistep && configuration.betaSchedule == .squaredCosine)
            ? .toNearestOrEven : .towardZero
        return (sigmas.map { table.timestep(of: $0).rounded(rule) }, sigmas)
    }

    /// How many timesteps have a half log signal-to-noise ratio of at least `lambda_min_clipped`.
    private var usableTimestepCount: Int {
        let threshold = Float(configuration.lambdaMinClipped)
        return schedule.alphasCumprod.count(where: { logf($0.squareRoot()) - logf((1 - $0).squareRoot()) >= threshold })
    }
}
