public import Tensors

/// Denoising diffusion implicit models.
///
/// Source: Song et al., "Denoising Diffusion Implicit Models" (2020), equations 12 and 16; diffusers, `DDIMScheduler`.
public struct DDIMSampler: Sampler {
    public let plan: SamplerPlan
    private let timesteps: [Int]
    private let stride: Int
    private let schedule: NoiseSchedule
    private let finalAlphaCumprod: Float
    private let clipRange: Float?
    private let options: SamplerOptions

    init(_ configuration: SchedulerConfiguration, steps: Int, options: SamplerOptions) throws {
        let total = configuration.trainTimestepCount
        let spaced = configuration.timestepSpacing.timesteps(steps, of: total, offset: configuration.stepsOffset)
        timesteps = try configuration.validated(spaced.map { $0.rounded(.toNearestOrEven) })
        schedule = try NoiseSchedule(configuration)
        try configuration.refuseNoiseWithoutSignal(at: timesteps, schedule: schedule)
        plan = SamplerPlan(timesteps: timesteps.map(Double.init))
        stride = total / steps
        finalAlphaCumprod = configuration.setAlphaToOne ? 1 : schedule.alphasCumprod[0]
        clipRange = configuration.clipSample ? Float(configuration.clipSampleRange) : nil
        self.options = options
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
        let timestep = timesteps[index]
        let previous = timestep - stride
        let alpha = schedule.alphasCumprod[timestep]
        let previousAlpha = previous >= 0 ? schedule.alphasCumprod[previous] : finalAlphaCumprod
        let variance = (1 - previousAlpha) / (1 - alpha) * (1 - alpha / previousAlpha)
        let deviation = options.eta * variance.squareRoot()

        let sample = denoised(modelOutput, at: index, latents: latents)
        let prediction = predictedNoise(modelOutput, sample: sample, at: timestep, latents: latents)
        let direction = prediction * (1 - previousAlpha - deviation * deviation).squareRoot()
        let result = sample * previousAlpha.squareRoot() + direction
        return options.eta > 0 ? try result + noise() * deviation : result
    }

    private func predictedNoise(_ modelOutput: Tensor, sample: Tensor, at timestep: Int, latents: Tensor) -> Tensor {
        let level = schedule.level(at: timestep)
        return options.useClippedModelOutput
            ? level.noise(from: sample, latents: latents, prediction: .sample)
            : level.noise(from: modelOutput, latents: latents, prediction: schedule.predictionType)
    }
}

extension SchedulerConfiguration {
    /// Refuses to derive a clean latent from the noise in a latent that holds nothing else.
    func refuseNoiseWithoutSignal(at timesteps: [Int], schedule: NoiseSchedule) throws {
        guard predictionType != .epsilon || timesteps.allSatisfy({ schedule.alphasCumprod[$0] > 0 }) else {
            throw unsupported("with 'rescale_betas_zero_snr' the first timestep holds no signal, so the model cannot predict 'epsilon'")
        }
    }
}
