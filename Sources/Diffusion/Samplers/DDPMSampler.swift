import Glibc
public import Tensors

/// Ancestral sampling: the reverse of the noising process that training assumes.
///
/// Source: Ho et al., "Denoising Diffusion Probabilistic Models" (2020), equations 6 and 7; diffusers, `DDPMScheduler`.
public struct DDPMSampler: Sampler {
    public let plan: SamplerPlan
    private let timesteps: [Int]
    private let schedule: NoiseSchedule
    private let clipRange: Float?
    private let varianceType: VarianceType

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        let spacing = configuration.timestepSpacing
        let spaced = spacing.timesteps(steps, of: configuration.trainTimestepCount, offset: configuration.stepsOffset)
        timesteps = try configuration.validated(spaced.map { $0.rounded(.toNearestOrEven) })
        schedule = try NoiseSchedule(configuration)
        try configuration.refuseNoiseWithoutSignal(at: timesteps, schedule: schedule)
        plan = SamplerPlan(timesteps: timesteps.map(Double.init))
        clipRange = configuration.clipSample ? Float(configuration.clipSampleRange) : nil
        varianceType = configuration.varianceType
        switch varianceType {
        case .fixedSmall, .fixedSmallLog, .fixedLarge: break
        case .fixedLargeLog, .learned, .learnedRange:
            throw configuration.unsupported("'variance_type' is '\(varianceType.rawValue)', which latent diffusion models do not have")
        }
    }

    public func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor {
        let level = schedule.level(at: timesteps[index])
        let sample = level.sample(from: modelOutput, latents: latents, prediction: schedule.predictionType)
        return clipRange.map { sample.clamped(min: -$0, max: $0) } ?? sample
    }

    public func addingNoise(_ noise: Tensor, to latents: Tensor, at index: Int) -> Tensor {
        schedule.level(at: timesteps[index]).adding(noise, to: latents)
    }

    public mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let alpha = schedule.alphasCumprod[timesteps[index]]
        let previousAlpha = index + 1 < timesteps.count ? schedule.alphasCumprod[timesteps[index + 1]] : 1
        let stepAlpha = alpha / previousAlpha
        let stepBeta = 1 - stepAlpha

        let sample = denoised(modelOutput, at: index, latents: latents)
        let sampleFactor = previousAlpha.squareRoot() * stepBeta / (1 - alpha)
        let latentsFactor = stepAlpha.squareRoot() * (1 - previousAlpha) / (1 - alpha)
        let mean = sample * sampleFactor + latents * latentsFactor
        guard timesteps[index] > 0 else { return mean }
        return try mean + noise() * deviation(posterior: (1 - previousAlpha) / (1 - alpha) * stepBeta, stepBeta: stepBeta)
    }

    private func deviation(posterior: Float, stepBeta: Float) -> Float {
        switch varianceType {
        case .fixedSmallLog: expf(0.5 * logf(max(posterior, 1e-20)))
        case .fixedLarge: stepBeta.squareRoot()
        case .fixedSmall, .fixedLargeLog, .learned, .learnedRange: max(posterior, 1e-20).squareRoot()
        }
    }
}
