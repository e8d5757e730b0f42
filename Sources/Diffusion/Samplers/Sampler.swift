public import Tensors

/// A numerical method that leads latents from noise to a picture, one answer of the denoising network at a time.
///
/// A sampler is a value: what it remembers of earlier steps is its own, and a copy made before the first step starts afresh.
/// Noise is asked for when a step needs it, so the caller decides which generator each picture's noise comes from.
/// An `index` counts the timesteps of ``plan``; a run goes through them in order, from the first one or from a later one.
public protocol Sampler: Sendable {
    /// The timesteps that the network is asked at, and what the latents start from.
    var plan: SamplerPlan { get }

    /// What the network is given for `latents`, of the same shape.
    func scaledInput(_ latents: Tensor, at index: Int) -> Tensor

    /// The clean latents that the network's answer points to: a preview of the result.
    func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor

    /// Clean latents with the noise that a run starting at `index` expects.
    func addingNoise(_ noise: Tensor, to latents: Tensor, at index: Int) -> Tensor

    /// The latents after the step at `index`, from the network's answer for ``scaledInput(_:at:)``.
    ///
    /// `noise` returns standard normal noise of the latents' shape; it is called once in each step that adds noise.
    ///
    /// Throws: what `noise` throws, leaving the sampler as it was.
    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor
}

extension Sampler {
    public func scaledInput(_ latents: Tensor, at index: Int) -> Tensor { latents }
}
