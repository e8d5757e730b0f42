import Glibc
import Tensors

/// One step of a DPM-Solver, of the order of how many outputs it is given.
///
/// Source: Lu et al., "DPM-Solver++" (2022), equations 4.1 to 4.3 and appendix; diffusers, `DPMSolverMultistepScheduler`.
struct DPMSolverStep {
    let algorithm: SolverAlgorithm
    let solverType: SolverType
    /// The level after the step, then those of the outputs, the newest first.
    private let levels: [NoiseLevel]
    /// How much the half log signal-to-noise ratio grows in the step.
    private let h: Float
    /// The same of the steps before, relative to `h`, the newest first.
    private let ratios: [Float]

    init(algorithm: SolverAlgorithm, solverType: SolverType, sigmas: [Float]) {
        self.algorithm = algorithm
        self.solverType = solverType
        levels = sigmas.map(NoiseLevel.init(relativeSigma:))
        let lambdas = levels.map { logf($0.alpha) - logf($0.sigma) }
        let h = lambdas[0] - lambdas[1]
        self.h = h
        ratios = lambdas.indices.dropFirst(2).map { (lambdas[$0 - 1] - lambdas[$0]) / h }
    }

    /// The latents after the step, without the noise of a stochastic one; `outputs` are those of earlier evaluations, the newest first.
    func callAsFunction(_ latents: Tensor, outputs: [Tensor]) -> Tensor {
        // A last step may end on the level that it starts from.
        guard h != 0 else { return latents }
        let start = latents * latentsFactor + outputs[0] * factors.value
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
    var noiseFactor: Float {
        switch algorithm {
        case .sdeDPMSolverPlusPlus: levels[0].sigma * (1 - expf(-2 * h)).squareRoot()
        case .sdeDPMSolver: levels[0].sigma * (expf(2 * h) - 1).squareRoot()
        case .dpmSolver, .dpmSolverPlusPlus, .deis: 0
        }
    }

    private var latentsFactor: Float {
        switch algorithm {
        case .dpmSolverPlusPlus, .deis: levels[0].sigma / levels[1].sigma
        case .sdeDPMSolverPlusPlus: levels[0].sigma / levels[1].sigma * expf(-h)
        case .dpmSolver, .sdeDPMSolver: levels[0].alpha / levels[1].alpha
        }
    }

    /// The factors of the newest output, of its slope and of its curvature over the half log signal-to-noise ratio.
    private var factors: (value: Float, slope: Float, curvature: Float) {
        let (alpha, sigma) = (levels[0].alpha, levels[0].sigma)
        switch algorithm {
        case .dpmSolverPlusPlus, .deis:
            let decay = expf(-h) - 1
            return (-(alpha * decay), alpha * (decay / h + 1), -(alpha * ((decay + h) / (h * h) - 0.5)))
        case .sdeDPMSolverPlusPlus:
            let decay = 1 - expf(-2 * h)
            return (alpha * decay, alpha * (decay / (-2 * h) + 1), 0)
        case .dpmSolver:
            let growth = expf(h) - 1
            return (-(sigma * growth), -(sigma * (growth / h - 1)), -(sigma * ((growth - h) / (h * h) - 0.5)))
        case .sdeDPMSolver:
            let growth = expf(h) - 1
            return (-2 * (sigma * growth), -2 * (sigma * (growth / h - 1)), 0)
        }
    }
}
