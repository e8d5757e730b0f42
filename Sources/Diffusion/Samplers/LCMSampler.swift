import Tensors

/// Latent consistency models: every step jumps to a picture and adds new noise down to the next level.
///
/// Source: Luo et al., "Latent Consistency Models" (2023), algorithm 3 and section 4.4; diffusers, `LCMScheduler`.
struct LCMSampler: Sampler {
    let plan: SamplerPlan
    private let timesteps: [Int]
    private let schedule: NoiseSchedule
    private let clipRange: Float?
    private let timestepScaling: Float

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        timesteps = try Self.timesteps(configuration, steps: steps)
        schedule = try NoiseSchedule(configuration)
        try configuration.refuseNoiseWithoutSignal(at: timesteps, schedule: schedule)
        plan = SamplerPlan(timesteps: timesteps.map(Double.init))
        clipRange = configuration.clipSample ? Float(configuration.clipSampleRange) : nil
        timestepScaling = Float(configuration.timestepScaling)
    }

    /// Evenly chosen among the timesteps that the model was distilled on.
    private static func timesteps(_ configuration: SchedulerConfiguration, steps: Int) throws -> [Int] {
        let distilled = configuration.originalStepCount
        guard distilled <= configuration.trainTimestepCount else {
            throw configuration.unsupported("it was distilled on \(distilled) timesteps, but the model has \(configuration.trainTimestepCount)")
        }
        guard steps <= distilled else {
            throw configuration.unsupported("it was distilled on \(distilled) timesteps; take no more steps than that")
        }
        let stride = configuration.trainTimestepCount / distilled
        let width = Double(distilled) / Double(steps)
        return (0..<steps).map { (distilled - Int(Double($0) * width)) * stride - 1 }
    }

    /// The consistency function: the clean latents that the answer points to, and hardly anything of the noisy ones.
    func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor {
        let timestep = timesteps[index]
        let sample = schedule.level(at: timestep).sample(from: modelOutput, latents: latents, prediction: schedule.predictionType)
        let clipped = clipRange.map { sample.clamped(min: -$0, max: $0) } ?? sample
        let scaled = Float(timestep) * timestepScaling
        let variance = scaled * scaled + Self.dataDeviation * Self.dataDeviation
        return clipped * (scaled / variance.squareRoot()) + latents * (Self.dataDeviation * Self.dataDeviation / variance)
    }

    /// The standard deviation that the consistency function assumes of clean latents.
    private static let dataDeviation: Float = 0.5

    func addingNoise(_ noise: Tensor, to latents: Tensor, at index: Int) -> Tensor {
        schedule.level(at: timesteps[index]).adding(noise, to: latents)
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let sample = denoised(modelOutput, at: index, latents: latents)
        return plan.isLast(index) ? sample : try addingNoise(noise(), to: sample, at: index + 1)
    }
}
