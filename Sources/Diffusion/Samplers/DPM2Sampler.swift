import Tensors

/// DPM-Solver-2 over sigmas: the slope halfway, in the logarithm of sigma, leads over the whole step; with new noise in every step or without.
///
/// Source: Karras et al. (2022), algorithm 2 with a midpoint step; k-diffusion, `sample_dpm_2` and `sample_dpm_2_ancestral`;
/// diffusers, `KDPM2DiscreteScheduler` and `KDPM2AncestralDiscreteScheduler`.
struct DPM2Sampler: SigmaSampler {
    let plan: SamplerPlan
    let prediction: PredictionType
    private let isAncestral: Bool
    /// The latents that a step started from.
    private var start: Tensor?

    init(_ configuration: SchedulerConfiguration, steps: Int, isAncestral: Bool) throws {
        try configuration.refuse(.sample)
        plan = try SigmaPlanner(configuration).twoStagePlan(steps: steps) { sigma, next in
            sigma.logarithmicMiddle(to: isAncestral ? AncestralStep(from: sigma, to: next).down : next)
        }
        prediction = configuration.predictionType
        self.isAncestral = isAncestral
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let (sigma, next) = (plan.sigmas[index], plan.sigmas[index + 1])
        let derivative = (latents - denoised(modelOutput, at: index, latents: latents)) / sigma
        guard let start else {
            if !plan.isLast(index) { self.start = latents }
            return latents + derivative * (next - sigma)
        }
        let first = plan.sigmas[index - 1]
        guard isAncestral else {
            self.start = nil
            return start + derivative * (next - first)
        }
        let ancestral = AncestralStep(from: first, to: next)
        let result = try start + derivative * (ancestral.down - first) + noise() * ancestral.up
        self.start = nil
        return result
    }
}
