import Tensors

/// DPM-Solver and DPM-Solver++ in single steps of order 1 to 3: the evaluations of a step start anew from its first latents.
///
/// Source: Lu et al., "DPM-Solver" (2022), algorithms 1 and 2, and "DPM-Solver++" (2022), algorithm 1; diffusers,
/// `DPMSolverSinglestepScheduler`, whose `steps` are evaluations.
struct DPMSolverSinglestepSampler: LevelSampler {
    let plan: SamplerPlan
    let configuration: SchedulerConfiguration
    /// How many evaluations the step at each evaluation is made of so far.
    private let orders: [Int]
    /// The converted outputs of the latest evaluations, the newest last.
    private var outputs: [Tensor] = []
    /// The latents that the step started from.
    private var start: Tensor?

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        var configuration = configuration
        if configuration.algorithmType == .deis { configuration.algorithmType = .dpmSolverPlusPlus }
        if configuration.algorithmType == .sdeDPMSolver { throw configuration.unsupported("it has no 'sde-dpmsolver'") }
        if configuration.solverType != .heun { configuration.solverType = .midpoint }
        self.configuration = configuration
        plan = try DPMSolverPlanner(configuration).plan(steps: steps)
        orders = Self.orders(configuration, steps: plan.timesteps.count)
    }

    /// Whole steps of the order, then what is left of the evaluations in lower ones.
    private static func orders(_ configuration: SchedulerConfiguration, steps: Int) -> [Int] {
        let order = configuration.solverOrder
        let endsLower = configuration.lowerOrderFinal || configuration.finalSigmasType == .zero || !steps.isMultiple(of: order)
        var orders = (0..<steps).map { $0 % order + 1 }
        guard endsLower, order > 1 else { return orders }
        // The last step never has its full order: of a whole number of steps, the last one is taken apart.
        if steps.isMultiple(of: order) { orders[steps - 1] = 1 }
        if configuration.finalSigmasType == .zero { orders[steps - 1] = 1 }
        return orders
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let algorithm = configuration.algorithmType
        let drawn = algorithm.isStochastic ? try noise() : nil
        let output = plan.level(at: index).output(
            modelOutput, latents: latents, prediction: configuration.predictionType, asSample: algorithm.predictsSample)
        outputs = outputs.suffix(configuration.solverOrder - 1) + [output]
        // A run that starts in the middle of a step has no evaluations of its beginning.
        let order = min(orders[index], outputs.count)
        if order == 1 { start = latents }

        let levels = (index + 1 - order...index + 1).map(plan.level(at:))
        let interval = DPMSolverInterval(algorithm: algorithm, from: levels[0], to: levels[order])
        guard interval.width != 0 else { return latents }
        let shares = levels[1..<order].map { ($0.halfLogSNR - levels[0].halfLogSNR) / interval.width }
        let result = advanced(start ?? latents, Array(outputs.suffix(order)), shares: shares, over: interval)
        return drawn.map { result + $0 * interval.noiseFactor } ?? result
    }

    /// The latents after the step; `shares` says how far into the step the second and third of `outputs` lie.
    private func advanced(_ latents: Tensor, _ outputs: [Tensor], shares: [Float], over interval: DPMSolverInterval) -> Tensor {
        let factors = interval.factors
        let first = latents * interval.latentsFactor + outputs[0] * factors.value
        guard outputs.count > 1 else { return first }
        let slopes = zip(outputs.dropFirst(), shares).map { ($0 - outputs[0]) * (1 / $1) }
        let isMidpoint = configuration.solverType == .midpoint
        guard slopes.count > 1 else { return first + slopes[0] * (isMidpoint ? factors.value * 0.5 : factors.slope) }
        if isMidpoint { return first + slopes[1] * factors.slope }
        let distance = shares[1] - shares[0]
        let slope = (slopes[0] * shares[1] - slopes[1] * shares[0]) * (1 / distance)
        let curvature = (slopes[1] - slopes[0]) * (2 / distance)
        return first + slope * factors.slope + curvature * factors.curvature
    }
}
