import Tensors

/// A picture that a run begins from in place of pure noise, or that stays around what is painted.
///
/// Noise is drawn in diffusers' order: the picture's own, then that over it, then that of a mask's surroundings, then the sampler's.
/// Source: Meng et al. 2021, "SDEdit"; diffusers, `StableDiffusionImg2ImgPipeline` and `StableDiffusionInpaintPipeline`.
package struct PictureStart {
    /// How a loop begins.
    struct Beginning {
        let latents: Tensor
        /// What is put back after every step; nil for nothing.
        var kept: KeptLatents?
        /// What the network is given besides the latents; nil for nothing.
        var condition: Tensor?
    }

    /// Of the picture, or of each of the batch, not yet scaled; nil where a run sees nothing of it but a mask's surroundings.
    private let distribution: LatentDistribution?
    private let mask: LatentMask?
    private let scalingFactor: Float
    /// The evaluation of the network that comes first.
    let index: Int
    private let isWhole: Bool

    /// - Parameters:
    ///   - strength: the share of the steps that is taken, rounded down; 1 for all.
    init(
        _ distribution: LatentDistribution?, mask: LatentMask? = nil, scalingFactor: Float, strength: Double, steps: Int, sampler: any Sampler
    ) {
        self.distribution = distribution
        self.mask = mask
        self.scalingFactor = scalingFactor
        index = Self.firstEvaluation(steps: steps, strength: strength, sampler: sampler)
        isWhole = strength == 1
    }

    /// The evaluation at which the last of the steps begin; one of two evaluations counts twice.
    package static func firstEvaluation(steps: Int, strength: Double, sampler: any Sampler) -> Int {
        (steps - count(of: steps, strength: strength)) * sampler.plan.order
    }

    /// How many of the steps are taken.
    static func count(of steps: Int, strength: Double) -> Int { min(Int(Double(steps) * strength), steps) }

    /// Shapes: [batch, channels, height, width].
    func beginning(_ shape: [Int], noise: inout any NoiseSource, sampler: any Sampler) -> Beginning {
        let clean = distribution.map { $0.sample(noise: noise.draw(shape)) * scalingFactor }
        let over = noise.draw(shape)
        guard let mask else { return Beginning(latents: start(clean, under: over, sampler: sampler)) }
        // diffusers draws for the surroundings whether the network sees them or not.
        let condition = mask.condition(noise: noise.draw(shape), scalingFactor: scalingFactor)
        // With a mask, the whole way begins from noise alone, without a trace of the picture.
        let latents = isWhole ? over * sampler.plan.initNoiseSigma : start(clean, under: over, sampler: sampler)
        let kept = condition == nil ? clean.map { KeptLatents(mask: mask.values, clean: $0, noise: over) } : nil
        return Beginning(latents: latents, kept: kept, condition: condition)
    }

    private func start(_ clean: Tensor?, under noise: Tensor, sampler: any Sampler) -> Tensor {
        clean.map { sampler.addingNoise(noise, to: $0, at: index) } ?? noise * sampler.plan.initNoiseSigma
    }
}
