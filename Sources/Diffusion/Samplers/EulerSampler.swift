import Tensors

/// Euler's method over sigmas, optionally with added noise ("churn").
///
/// Source: Karras et al., "Elucidating the Design Space of Diffusion-Based Generative Models" (2022), algorithm 2;
/// diffusers, `EulerDiscreteScheduler`.
struct EulerSampler: SigmaSampler {
    let plan: SamplerPlan
    let prediction: PredictionType
    private let options: SamplerOptions

    init(_ configuration: SchedulerConfiguration, steps: Int, options: SamplerOptions) throws {
        plan = try SigmaPlanner(configuration).plan(steps: steps)
        prediction = configuration.predictionType
        self.options = options
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let sigma = plan.sigmas[index]
        let gamma = self.gamma(at: sigma)
        let raised = sigma * (gamma + 1)
        let start =
            gamma > 0
            ? try latents + noise() * options.churnNoise * (raised * raised - sigma * sigma).squareRoot() : latents

        let sample =
            prediction == .epsilon
            ? start - modelOutput * raised
            : SigmaStep(sigma: sigma).sample(from: modelOutput, latents: start, prediction: prediction)
        let derivative = (start - sample) / raised
        return start + derivative * (plan.sigmas[index + 1] - raised)
    }

    /// The share by which noise is raised before a step.
    private func gamma(at sigma: Float) -> Float {
        guard options.churnRange.contains(sigma) else { return 0 }
        return min(options.churn / Float(plan.sigmas.count - 1), Float(2).squareRoot() - 1)
    }
}
