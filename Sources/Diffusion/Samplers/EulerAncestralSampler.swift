public import Tensors

/// Euler's method over sigmas that steps below each next sigma and adds new noise up to it.
///
/// Source: k-diffusion, `sample_euler_ancestral`; diffusers, `EulerAncestralDiscreteScheduler`.
public struct EulerAncestralSampler: Sampler {
    public let plan: SamplerPlan
    private let prediction: PredictionType

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        try configuration.refuse(.sample)
        plan = try SigmaPlanner(configuration).plan(steps: steps)
        prediction = configuration.predictionType
    }

    public func scaledInput(_ latents: Tensor, at index: Int) -> Tensor {
        SigmaStep(sigma: plan.sigmas[index]).scaledInput(latents)
    }

    public func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor {
        SigmaStep(sigma: plan.sigmas[index]).sample(from: modelOutput, latents: latents, prediction: prediction)
    }

    public func addingNoise(_ noise: Tensor, to latents: Tensor, at index: Int) -> Tensor {
        latents + noise * plan.sigmas[index]
    }

    /// Noise is asked for in every step, the last one included, though none of it is left there: other programs draw it, too.
    public mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let (sigma, next) = (plan.sigmas[index], plan.sigmas[index + 1])
        let (variance, nextVariance) = (sigma * sigma, next * next)
        let up = (nextVariance * (variance - nextVariance) / variance).squareRoot()
        let down = max(nextVariance - up * up, 0).squareRoot()

        let sample = denoised(modelOutput, at: index, latents: latents)
        let derivative = (latents - sample) / sigma
        return try latents + derivative * (down - sigma) + noise() * up
    }
}
