import Tensors

/// One multistep step of a DPM-Solver, of the order of how many outputs it is given.
///
/// Source: Lu et al., "DPM-Solver++" (2022), algorithm 2 and appendix; diffusers, `DPMSolverMultistepScheduler`; the stochastic one of third
/// order as k-diffusion's `sample_dpmpp_3m_sde`.
struct DPMSolverStep {
    private let interval: DPMSolverInterval
    private let solverType: SolverType
    /// The widths of the steps before, relative to this one's, the newest first.
    private let ratios: [Float]

    /// `sigmas` are those after the step and of the outputs, the newest first.
    init(algorithm: SolverAlgorithm, solverType: SolverType, sigmas: [Float]) {
        self.solverType = solverType
        let levels = sigmas.map(NoiseLevel.init(relativeSigma:))
        let interval = DPMSolverInterval(algorithm: algorithm, from: levels[1], to: levels[0])
        self.interval = interval
        ratios = levels.indices.dropFirst(2).map { (levels[$0 - 1].halfLogSNR - levels[$0].halfLogSNR) / interval.width }
    }

    /// The latents after the step, without the noise of a stochastic one; `outputs` are those of earlier evaluations, the newest first.
    func callAsFunction(_ latents: Tensor, outputs: [Tensor]) -> Tensor {
        // A last step may end on the level that it starts from.
        guard interval.width != 0 else { return latents }
        let factors = interval.factors
        let start = latents * interval.latentsFactor + outputs[0] * factors.value
        switch outputs.count {
        case 1: return start
        case 2:
            let slope = (outputs[0] - outputs[1]) * (1 / ratios[0])
            return start + slope * (solverType == .midpoint ? factors.value * 0.5 : factors.slope)
        default:
            let newer = (outputs[0] - outputs[1]) * (1 / ratios[0])
            let older = (outputs[1] - outputs[2]) * (1 / ratios[1])
            let slope = newer + (newer - older) * (ratios[0] / (ratios[0] + ratios[1]))
            let curvature = (newer - older) * (1 / (ratios[0] + ratios[1]))
            return start + slope * factors.slope + curvature * factors.curvature
        }
    }

    /// The factor of the noise that a stochastic step adds.
    var noiseFactor: Float { interval.noiseFactor }
}
