import Tensors

/// What is painted of a batch, as the denoising loop knows it.
///
/// Source: diffusers, `StableDiffusionInpaintPipeline`; Rombach et al. 2022, section 4.5, for networks that see the surroundings.
struct LatentMask {
    /// 1 where latents are painted, 0 where they are kept.
    ///
    /// Shapes: [batch, 1, height, width]; a batch of 1 stands for all.
    let values: Tensor
    /// Of the picture without what is painted, not yet scaled, for a network that sees it beside the mask; nil for one that sees latents alone.
    let surroundings: LatentDistribution?

    init(_ values: Tensor, surroundings: LatentDistribution?) { (self.values, self.surroundings) = (values, surroundings) }

    /// What a network for inpainting is given besides the latents: the mask, then the surroundings.
    ///
    /// Shapes: noise [batch, channels, height, width]; result [batch, 1 + channels, height, width].
    func condition(noise: Tensor, scalingFactor: Float) -> Tensor? {
        surroundings.map { surroundings in
            let latents = surroundings.sample(noise: noise) * scalingFactor
            return Tensor.concatenated([values.broadcast(to: [latents.shape[0]] + values.shape.dropFirst()), latents], axis: 1)
        }
    }
}
