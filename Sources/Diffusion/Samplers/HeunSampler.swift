import Tensors

/// Heun's method over sigmas: a step is taken, and taken again with the mean of the slopes at both its ends.
///
/// Source: Karras et al. (2022), algorithm 1; diffusers, `HeunDiscreteScheduler`.
struct HeunSampler: SigmaSampler {
    let plan: SamplerPlan
    let prediction: PredictionType
    private let clipRange: Float?
    /// Where a step started, and its slope there.
    private var start: (latents: Tensor, derivative: Tensor)?

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        plan = try SigmaPlanner(configuration).twoStagePlan(steps: steps)
        prediction = configuration.predictionType
        clipRange = configuration.clipSample ? Float(configuration.clipSampleRange) : nil
    }

    func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor {
        let sample = level(at: index).sample(from: modelOutput, latents: latents, prediction: prediction)
        return clipRange.map { sample.clamped(min: -$0, max: $0) } ?? sample
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let sigma = plan.sigmas[index]
        let derivative = (latents - denoised(modelOutput, at: index, latents: latents)) / sigma
        if let start {
            self.start = nil
            return start.latents + (start.derivative + derivative) / 2 * (sigma - plan.sigmas[index - 1])
        }
        if !plan.isLast(index) { start = (latents, derivative) }
        return latents + derivative * (plan.sigmas[index + 1] - sigma)
    }
}
