import Tensors

/// DPM-Solver++ of second order in single steps, with new noise in every step: DPM++ 2S a and DPM++ SDE.
///
/// Source: Lu et al., "DPM-Solver++" (2022), algorithm 1 with r = 1/2; k-diffusion, `sample_dpmpp_2s_ancestral` and `sample_dpmpp_sde`;
/// diffusers, `DPMSolverSDEScheduler`.
struct DPMPlusPlusTwoStageSampler: SigmaSampler {
    /// What each half of a step does about noise.
    enum Variant {
        /// The midpoint is reached without noise; the whole step adds it.
        case ancestral
        /// The midpoint and the whole step follow one path of noise.
        case stochastic
    }

    let plan: SamplerPlan
    let prediction: PredictionType
    private let variant: Variant
    /// The latents that a step started from, and the noise on the way to its midpoint.
    private var start: (latents: Tensor, noise: Tensor?)?

    init(_ configuration: SchedulerConfiguration, steps: Int, variant: Variant) throws {
        try configuration.refuse(.sample)
        plan = try SigmaPlanner(configuration).twoStagePlan(steps: steps) { sigma, next in
            sigma.logarithmicMiddle(to: variant == .ancestral ? AncestralStep(from: sigma, to: next).down : next)
        }
        prediction = configuration.predictionType
        self.variant = variant
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let (sigma, next) = (plan.sigmas[index], plan.sigmas[index + 1])
        let sample = denoised(modelOutput, at: index, latents: latents)
        if let start {
            let result = try secondStage(start, sample: sample, middle: sigma, from: plan.sigmas[index - 1], to: next, noise: noise())
            self.start = nil
            return result
        }
        if plan.isLast(index) { return Self.moved(latents, to: sample, ratio: next / sigma) }
        guard variant == .stochastic else {
            start = (latents, nil)
            return Self.moved(latents, to: sample, ratio: next / sigma)
        }
        let drawn = try noise()
        start = (latents, drawn)
        let ancestral = AncestralStep(from: sigma, to: next)
        return Self.moved(latents, to: sample, ratio: ancestral.down / sigma) + drawn * ancestral.up
    }

    private func secondStage(
        _ start: (latents: Tensor, noise: Tensor?), sample: Tensor, middle: Float, from sigma: Float, to next: Float, noise: Tensor
    ) -> Tensor {
        let ancestral = AncestralStep(from: sigma, to: next)
        var noise = noise
        if let earlier = start.noise {
            // One Brownian path over sigma: its value at the midpoint is a part of its value at the end.
            let share = (sigma - middle) / (sigma - next)
            noise = earlier * share.squareRoot() + noise * (1 - share).squareRoot()
        }
        return Self.moved(start.latents, to: sample, ratio: ancestral.down / sigma) + noise * ancestral.up
    }

    /// The exact solution for a clean latent that does not change: noise shrinks by `ratio`.
    private static func moved(_ latents: Tensor, to sample: Tensor, ratio: Float) -> Tensor {
        latents * ratio + sample * (1 - ratio)
    }
}
