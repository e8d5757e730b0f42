import Glibc

/// The exact parts of a DPM-Solver step between two noise levels: how much of the latents stays, and how the integrals over the step weigh
/// the prediction, its slope and its curvature over the half log signal-to-noise ratio.
///
/// Source: Lu et al., "DPM-Solver" (2022), proposition 3.1, and "DPM-Solver++" (2022), equations 4.1 to 4.3.
struct DPMSolverInterval {
    private let algorithm: SolverAlgorithm
    private let start: NoiseLevel
    private let end: NoiseLevel
    /// How much the half log signal-to-noise ratio grows.
    let width: Float

    init(algorithm: SolverAlgorithm, from start: NoiseLevel, to end: NoiseLevel) {
        self.algorithm = algorithm
        self.start = start
        self.end = end
        width = end.halfLogSNR - start.halfLogSNR
    }

    /// The factor of the latents at the start.
    var latentsFactor: Float {
        switch algorithm {
        case .dpmSolverPlusPlus: end.sigma / start.sigma
        case .sdeDPMSolverPlusPlus: end.sigma / start.sigma * expf(-width)
        case .dpmSolver, .sdeDPMSolver, .deis: end.alpha / start.alpha
        }
    }

    /// The factors of the prediction, of its slope and of its curvature.
    var factors: (value: Float, slope: Float, curvature: Float) {
        let (alpha, sigma, h) = (end.alpha, end.sigma, width)
        switch algorithm {
        case .dpmSolverPlusPlus:
            let decay = expf(-h) - 1
            return (-(alpha * decay), alpha * (decay / h + 1), -(alpha * ((decay + h) / (h * h) - 0.5)))
        case .sdeDPMSolverPlusPlus:
            let decay = 1 - expf(-2 * h)
            return (alpha * decay, alpha * (decay / (-2 * h) + 1), alpha * ((decay - 2 * h) / (4 * h * h) + 0.5))
        case .dpmSolver, .deis:
            let growth = expf(h) - 1
            return (-(sigma * growth), -(sigma * (growth / h - 1)), -(sigma * ((growth - h) / (h * h) - 0.5)))
        case .sdeDPMSolver:
            let growth = expf(h) - 1
            return (-2 * (sigma * growth), -2 * (sigma * (growth / h - 1)), 0)
        }
    }

    /// The factor of the noise that a stochastic step adds.
    var noiseFactor: Float {
        switch algorithm {
        case .sdeDPMSolverPlusPlus: end.sigma * (1 - expf(-2 * width)).squareRoot()
        case .sdeDPMSolver: end.sigma * (expf(2 * width) - 1).squareRoot()
        case .dpmSolver, .dpmSolverPlusPlus, .deis: 0
        }
    }
}
