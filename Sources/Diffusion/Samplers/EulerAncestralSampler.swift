import Tensors

/// Euler's method over sigmas that steps below each next sigma and adds new noise up to it.
///
/// Source: k-diffusion, `sample_euler_ancestral`; diffusers, `EulerAncestralDiscreteScheduler`.
struct EulerAncestralSampler: SigmaSampler {
    let plan: SamplerPlan
    let prediction: PredictionType

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        try configuration.refuse(.sample)
        plan = try SigmaPlanner(configuration).plan(steps: steps)
        prediction = configuration.predictionType
    }

    /// Noise is asked for in every step, the last one included, though none of it is left there: other programs draw it, too.
    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let (sigma, next) = (plan.sigmas[index], plan.sigmas[index + 1])
        let ancestral = AncestralStep(from: sigma, to: next)
        let sample = denoised(modelOutput, at: index, latents: latents)
        let derivative = (latents - sample) / sigma
        return try latents + derivative * (ancestral.down - sigma) + noise() * ancestral.up
    }
}
