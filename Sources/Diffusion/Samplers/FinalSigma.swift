/// The noise level that the last step of a sampler ends on.
public enum FinalSigma: String, CaseIterable, Sendable {
    /// No noise.
    case zero
    /// The noise of timestep 0.
    case sigmaMin = "sigma_min"
}
