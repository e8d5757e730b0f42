import Tensors

/// A method over latents `x = x0 + sigma * noise`, whose signal is not scaled down.
///
/// Source: Karras et al. (2022), section 2; the samplers of k-diffusion.
protocol SigmaSampler: Sampler {
    /// What the network predicts.
    var prediction: PredictionType { get }
}

extension SigmaSampler {
    func level(at index: Int) -> SigmaStep { SigmaStep(sigma: sigma(at: index) ?? 0) }

    public func scaledInput(_ latents: Tensor, at index: Int) -> Tensor {
        level(at: index).scaledInput(latents)
    }

    public func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor {
        level(at: index).sample(from: modelOutput, latents: latents, prediction: prediction)
    }

    public func addingNoise(_ noise: Tensor, to latents: Tensor, at index: Int) -> Tensor {
        // In the middle of a step, a picture gets the noise of the step's end, as in diffusers.
        let isMiddle = plan.order == 2 && !index.isMultiple(of: 2)
        return latents + noise * (isMiddle ? plan.sigmas[index + 1] : level(at: index).sigma)
    }
}
