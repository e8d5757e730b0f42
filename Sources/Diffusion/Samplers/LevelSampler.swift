import Tensors

/// A method over latents `x = alpha * x0 + sigma * noise`, at the levels of its plan.
///
/// Source: Lu et al. (2022), "DPM-Solver", section 2; diffusers' multistep schedulers.
protocol LevelSampler: Sampler {
    var configuration: SchedulerConfiguration { get }
}

extension LevelSampler {
    public func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor {
        plan.level(at: index).sample(from: modelOutput, latents: latents, prediction: configuration.predictionType)
    }

    public func addingNoise(_ noise: Tensor, to latents: Tensor, at index: Int) -> Tensor {
        plan.level(at: index).adding(noise, to: latents)
    }
}
