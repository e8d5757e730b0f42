/// The variant of a multistep solver's higher-order step.
public enum SolverType: String, CaseIterable, Sendable {
    /// DPM-Solver: the second derivative at the midpoint.
    case midpoint
    /// DPM-Solver: the second derivative as in Heun's method.
    case heun
    /// DEIS: Lagrange polynomials in the logarithm of rho.
    case logRho = "logrho"
    /// UniPC: `B(h) = h`.
    case bh1
    /// UniPC: `B(h) = exp(h) - 1`.
    case bh2
}
