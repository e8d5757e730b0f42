/// What the network is told about the noise level.
public enum TimestepType: String, CaseIterable, Sendable {
    /// The training timestep.
    case discrete
    /// `log(sigma) / 4`, as in the EDM parameterisation of Karras et al. (2022).
    case continuous
}
