import Tensors

/// DPM-Solver and DPM-Solver++, multistep, of order 1 to 3, deterministic or stochastic.
///
/// Source: Lu et al., "DPM-Solver" (2022) and "DPM-Solver++" (2022), algorithm 2; diffusers, `DPMSolverMultistepScheduler`.
struct DPMSolverMultistepSampler: LevelSampler {
    let plan: SamplerPlan
    let configuration: SchedulerConfiguration

    /// The converted outputs of the latest evaluations, the newest last.
    private var outputs: [Tensor] = []

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        var configuration = configuration
        // Solvers of the same family share configurations: what only the others know is read as the default.
        if configuration.algorithmType == .deis { configuration.algorithmType = .dpmSolverPlusPlus }
        if configuration.solverType != .heun { configuration.solverType = .midpoint }
        self.configuration = configuration
        plan = try DPMSolverPlanner(configuration).plan(steps: steps)
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let algorithm = configuration.algorithmType
        let drawn = algorithm.isStochastic ? try noise() : nil
        let output = plan.level(at: index).output(
            modelOutput, latents: latents, prediction: configuration.predictionType, asSample: algorithm.predictsSample)
        outputs = outputs.suffix(configuration.solverOrder - 1) + [output]

        let newest = Array(outputs.suffix(order(at: index)).reversed())
        let sigmas = Array(plan.sigmas[(index + 1 - newest.count)...(index + 1)].reversed())
        let step = DPMSolverStep(algorithm: algorithm, solverType: configuration.solverType, sigmas: sigmas)
        let result = step(latents, outputs: newest)
        return drawn.map { result + $0 * step.noiseFactor } ?? result
    }

    /// The order of the step at `index`: as high as history allows, lower at the end where that is steadier.
    private func order(at index: Int) -> Int {
        let remaining = plan.timesteps.count - index
        let isShort = configuration.lowerOrderFinal && plan.timesteps.count < 15
        if remaining == 1 && (configuration.eulerAtFinal || isShort || configuration.finalSigmasType == .zero) { return 1 }
        let order = min(configuration.solverOrder, outputs.count)
        return remaining == 2 && isShort ? min(order, 2) : order
    }
}
