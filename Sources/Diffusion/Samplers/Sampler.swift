public import Tensors

/// A numerical method that leads latents from noise to a picture, one answer of the denoising network at a time.
///
/// A sampler is a value: what it remembers of earlier steps is its own, and a copy made before the first step starts afresh.
/// Noise is asked for when a step needs it, so the caller decides which generator each picture's noise comes from.
/// An `index` counts the evaluations of the network; a run goes through them in order, from the first one or from a later one, until
/// ``timestep(at:)`` returns nil. A method that needs several evaluations for one step takes them one by one.
public protocol Sampler: Sendable {
    /// The timesteps that the network is asked at, and what the latents start from.
    var plan: SamplerPlan { get }

    /// The timestep that the network is given at evaluation `index`, nil after the last one.
    ///
    /// The plan's, but for methods that choose their steps as they go; these know the next evaluation only.
    func timestep(at index: Int) -> Double?

    /// The noise relative to the signal at evaluation `index`; nil for methods that step over timesteps.
    func sigma(at index: Int) -> Float?

    /// How many evaluations the whole run takes, estimated by methods that choose their steps as they go.
    func evaluationCount(at index: Int) -> Int

    /// What the network is given for `latents`, of the same shape.
    func scaledInput(_ latents: Tensor, at index: Int) -> Tensor

    /// The clean latents that the network's answer points to: a preview of the result.
    func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor

    /// Clean latents with the noise that a run starting at `index` expects.
    func addingNoise(_ noise: Tensor, to latents: Tensor, at index: Int) -> Tensor

    /// The latents after evaluation `index`, from the network's answer for ``scaledInput(_:at:)``.
    ///
    /// `noise` returns standard normal noise of the latents' shape; it is called once in each evaluation that adds noise.
    ///
    /// Throws: what `noise` throws, leaving the sampler as it was.
    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor
}

extension Sampler {
    public func timestep(at index: Int) -> Double? { index < plan.timesteps.count ? plan.timesteps[index] : nil }

    public func sigma(at index: Int) -> Float? { plan.sigmas.isEmpty ? nil : plan.sigmas[index] }

    public func evaluationCount(at index: Int) -> Int { plan.timesteps.count }

    public func scaledInput(_ latents: Tensor, at index: Int) -> Tensor { latents }
}
