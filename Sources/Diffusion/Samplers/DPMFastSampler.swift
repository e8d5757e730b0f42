import Glibc
import Tensors

/// DPM-Solver-fast: third-order steps of equal width in the logarithm of sigma, as many as the evaluations allow, and a lower one for the rest.
///
/// Source: Lu et al., "DPM-Solver" (2022), section 3.4 and appendix D.3; k-diffusion, `sample_dpm_fast` with eta 0. It ends on the noise of
/// timestep 0, as there.
struct DPMFastSampler: SigmaSampler {
    /// An evaluation: the one of its step that it is, and the step.
    private struct Evaluation {
        let stage: Int
        let order: Int
        let time: Double
        let width: Double
    }

    let plan: SamplerPlan
    let prediction: PredictionType
    private let evaluations: [Evaluation]
    private var stages: DPMSolverStages?

    /// - Parameter steps: evaluations of the network.
    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        try configuration.refuse(.sample)
        let table = SigmaTable(try NoiseSchedule(configuration))
        let (start, end) = (-log(Double(table.largest)), -log(Double(table.smallest)))
        let orders = Self.orders(evaluations: steps)
        let width = (end - start) / Double(orders.count)
        evaluations = orders.enumerated().flatMap { step, order in
            (0..<order).map { Evaluation(stage: $0, order: order, time: start + Double(step) * width, width: width) }
        }
        let sigmas = evaluations.map { exp(-($0.time + DPMSolverStages.share(of: $0.stage, order: $0.order) * $0.width)) }
        plan = SamplerPlan(
            timesteps: sigmas.map(table.timestep(of:)), sigmas: sigmas.map { Float($0) } + [table.smallest], initNoiseSigma: table.largest)
        prediction = configuration.predictionType
    }

    private static func orders(evaluations: Int) -> [Int] {
        let count = evaluations / 3 + 1
        guard evaluations.isMultiple(of: 3) else { return Array(repeating: 3, count: count - 1) + [evaluations % 3] }
        return Array(repeating: 3, count: count - 2) + [2, 1]
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let evaluation = evaluations[index]
        let predicted = (latents - denoised(modelOutput, at: index, latents: latents)) / plan.sigmas[index]
        if evaluation.stage == 0 { stages = DPMSolverStages(start: latents, time: evaluation.time, width: evaluation.width) }
        // A run that starts in the middle of a step makes a step of one evaluation of what is left of it.
        guard var current = stages else { return latents + predicted * (plan.sigmas[index + 1] - plan.sigmas[index]) }
        current.noises.append(predicted)
        stages = current
        return current.next(order: evaluation.order)
    }
}
