import Tensors

/// The latents of a picture around what is painted: put back after every step, under the noise that the next one expects.
///
/// Source: diffusers, `StableDiffusionInpaintPipeline`, for networks of four input channels.
struct KeptLatents {
    /// 1 where latents are painted.
    let mask: Tensor
    /// Of the picture, as the UNet knows them.
    let clean: Tensor
    /// That of the first step, and of all.
    let noise: Tensor

    /// The latents before evaluation `index`, with the picture's own wherever nothing is painted; clean ones after the last evaluation.
    func restored(in latents: Tensor, at index: Int, of sampler: any Sampler) -> Tensor {
        surrounding(latents, with: sampler.timestep(at: index) == nil ? clean : sampler.addingNoise(noise, to: clean, at: index))
    }

    /// The same for a preview, which has no noise.
    func restored(inDenoised latents: Tensor) -> Tensor { surrounding(latents, with: clean) }

    private func surrounding(_ latents: Tensor, with kept: Tensor) -> Tensor { (1 - mask) * kept + mask * latents }
}
