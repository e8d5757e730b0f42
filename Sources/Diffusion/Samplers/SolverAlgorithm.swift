/// The differential equation that a DPM-Solver integrates.
///
/// Source: Lu et al., "DPM-Solver" (2022) and "DPM-Solver++" (2022).
public enum SolverAlgorithm: String, CaseIterable, Sendable {
    /// The ordinary differential equation of the predicted noise.
    case dpmSolver = "dpmsolver"
    /// The ordinary differential equation of the predicted clean latent.
    case dpmSolverPlusPlus = "dpmsolver++"
    /// The stochastic differential equation of the predicted noise.
    case sdeDPMSolver = "sde-dpmsolver"
    /// The stochastic differential equation of the predicted clean latent.
    case sdeDPMSolverPlusPlus = "sde-dpmsolver++"
    /// The exponential integrator of DEIS.
    case deis

    /// Whether each step adds new noise.
    var isStochastic: Bool { self == .sdeDPMSolver || self == .sdeDPMSolverPlusPlus }

    /// Whether the solver works on predictions of the clean latent, rather than of the noise.
    var predictsSample: Bool { self == .dpmSolverPlusPlus || self == .sdeDPMSolverPlusPlus }
}
