import Glibc
import Tensors

/// DPM-Solver-23 with steps as wide as the difference between its second- and third-order solutions allows; a step that turns out too wide is
/// taken again. The number of steps asked for plays no part.
///
/// Source: Lu et al., "DPM-Solver" (2022), appendix C; k-diffusion, `sample_dpm_adaptive` with its defaults (order 3, relative tolerance 0.05,
/// absolute 0.0078, first width 0.05, an integral controller, eta 0). It ends on the noise of timestep 0, as there.
struct DPMAdaptiveSampler: SigmaSampler {
    /// The first evaluation; the others are chosen on the way.
    let plan: SamplerPlan
    let prediction: PredictionType
    private let table: SigmaTable
    private let end: Double
    /// How wide the next step is to be.
    private var proposal = 0.05
    /// The step that is being taken, from its first evaluation on.
    private var stages: DPMSolverStages?
    private var time: Double
    /// What the last accepted step's second-order solution was.
    private var earlier: Tensor?

    init(_ configuration: SchedulerConfiguration) throws {
        try configuration.refuse(.sample)
        table = SigmaTable(try NoiseSchedule(configuration))
        time = -log(Double(table.largest))
        end = -log(Double(table.smallest))
        plan = SamplerPlan(
            timesteps: [table.timestep(of: Double(table.largest))], sigmas: [table.largest, table.smallest], initNoiseSigma: table.largest)
        prediction = configuration.predictionType
    }

    /// How far from the end counts as there.
    private static let slack = 1e-5
    /// Steps this narrow are taken whatever their error: a network that diverges must not hold up the end.
    private static let narrowest = 1e-3

    func timestep(at index: Int) -> Double? {
        time < end - Self.slack ? table.timestep(of: DPMSolverStages.sigma(at: evaluationTime)) : nil
    }

    func sigma(at index: Int) -> Float? { Float(DPMSolverStages.sigma(at: evaluationTime)) }

    func evaluationCount(at index: Int) -> Int {
        index + 3 * Int(((end - time) / proposal).rounded(.up)) - (stages?.noises.count ?? 0)
    }

    private var evaluationTime: Double {
        guard let stages else { return time }
        return time + DPMSolverStages.share(of: stages.noises.count, order: 3) * stages.width
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let predicted = (latents - denoised(modelOutput, at: index, latents: latents)) / level(at: index).sigma
        var current = stages ?? DPMSolverStages(start: latents, time: time, width: min(proposal, end - time))
        current.noises.append(predicted)
        guard current.noises.count == 3 else {
            stages = current
            return current.next(order: 3)
        }
        let (low, high) = (current.second(share: DPMSolverStages.share(of: 1, order: 3)), current.next(order: 3))
        if accepts(error: Self.difference(low, high, beside: earlier ?? current.start), width: current.width) {
            earlier = low
            time += current.width
            stages = nil
            return high
        }
        // The evaluation at the start of the step still holds.
        current.noises = [current.noises[0]]
        current.width = min(proposal, end - time)
        stages = current
        return current.next(order: 3)
    }

    /// Whether an error in units of the tolerance will do; the next step's width follows from it.
    private mutating func accepts(error: Double, width: Double) -> Bool {
        guard error.isFinite else { return true }
        let factor = 1 + atan(pow(1 / (error + 1e-8), 1.0 / 3) - 1)
        proposal = max(proposal * factor, Self.narrowest)
        return factor >= 0.81 || width <= Self.narrowest
    }

    /// The root mean square of the difference, each element in units of its tolerance.
    private static func difference(_ low: Tensor, _ high: Tensor, beside earlier: Tensor) -> Double {
        let (low, high, earlier) = (low.scalars, high.scalars, earlier.scalars)
        let squares = low.indices.reduce(0.0) { sum, place in
            let tolerance = max(0.0078, 0.05 * max(abs(low[place]), abs(earlier[place])))
            let ratio = Double((low[place] - high[place]) / tolerance)
            return sum + ratio * ratio
        }
        return (squares / Double(low.count)).squareRoot()
    }
}
