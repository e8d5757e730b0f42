import Tensors

/// Unified predictor and corrector: each answer of the network first corrects the step before it, then predicts the next one.
///
/// Source: Zhao et al., "UniPC" (2023), algorithms 1 and 2; diffusers, `UniPCMultistepScheduler`.
struct UniPCSampler: LevelSampler {
    let plan: SamplerPlan
    let configuration: SchedulerConfiguration
    /// The converted outputs of the latest evaluations, the newest last.
    private var outputs: [Tensor] = []
    /// The latents that the step before started from, and its order.
    private var last: (latents: Tensor, order: Int)?

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        var configuration = configuration
        if configuration.solverType != .bh1 { configuration.solverType = .bh2 }
        self.configuration = configuration
        if configuration.finalSigmasType == .zero {
            // The last step is infinitely wide: only the first-order one, of the clean latent, has a limit.
            let reason: String? =
                configuration.solverType == .bh1
                ? "'bh1'" : configuration.predictX0 ? nil : "'predict_x0' false"
            let refused = reason ?? (configuration.lowerOrderFinal ? nil : "'lower_order_final' false")
            if let refused { throw configuration.unsupported("\(refused) cannot end on 'final_sigmas_type' zero; it needs sigma_min") }
        }
        plan = try DPMSolverPlanner(configuration).plan(steps: steps)
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let output = plan.level(at: index).output(
            modelOutput, latents: latents, prediction: configuration.predictionType, asSample: configuration.predictX0)
        let corrected = corrected(latents, output: output, at: index)
        outputs = outputs.suffix(configuration.solverOrder - 1) + [output]

        let remaining = plan.timesteps.count - index
        let order = min(configuration.solverOrder, outputs.count, configuration.lowerOrderFinal ? remaining : .max)
        last = (corrected, order)
        return update(to: index + 1, order: order)(corrected, outputs: outputs.suffix(order).reversed())
    }

    /// The latents at `index`, had the network's answer for them been known before.
    private func corrected(_ latents: Tensor, output: Tensor, at index: Int) -> Tensor {
        guard let last, !configuration.disableCorrector.contains(index - 1) else { return latents }
        return update(to: index, order: last.order)(last.latents, outputs: outputs.suffix(last.order).reversed(), corrector: output)
    }

    private func update(to index: Int, order: Int) -> UniPCStep {
        let levels = (0...order).map { plan.level(at: index - $0) }
        return UniPCStep(levels: levels, predictsSample: configuration.predictX0, isLinear: configuration.solverType == .bh1)
    }
}
