import Tensors

/// A picture that a run begins from in place of pure noise: its latents under the noise that the run's first step expects.
///
/// Noise is drawn in diffusers' order: the picture's own, then that over it, then the sampler's.
/// Source: Meng et al. 2021, "SDEdit"; diffusers, `StableDiffusionImg2ImgPipeline`.
package struct PictureStart {
    /// Of the picture, or of each of the batch, not yet scaled.
    private let distribution: LatentDistribution
    private let scalingFactor: Float
    /// The evaluation of the network that comes first.
    let index: Int

    /// - Parameters:
    ///   - strength: the share of the steps that is taken, rounded down; 1 for all.
    package init(_ distribution: LatentDistribution, scalingFactor: Float, strength: Double, steps: Int, sampler: any Sampler) {
        self.distribution = distribution
        self.scalingFactor = scalingFactor
        index = Self.firstEvaluation(steps: steps, strength: strength, sampler: sampler)
    }

    /// The evaluation at which the last of the steps begin; one of two evaluations counts twice.
    package static func firstEvaluation(steps: Int, strength: Double, sampler: any Sampler) -> Int {
        (steps - count(of: steps, strength: strength)) * sampler.plan.order
    }

    /// How many of the steps are taken.
    static func count(of steps: Int, strength: Double) -> Int { min(Int(Double(steps) * strength), steps) }

    /// Shapes: [batch, channels, height, width].
    func latents(_ shape: [Int], noise: inout any NoiseSource, sampler: any Sampler) -> Tensor {
        let clean = distribution.sample(noise: noise.draw(shape)) * scalingFactor
        return sampler.addingNoise(noise.draw(shape), to: clean, at: index)
    }
}
