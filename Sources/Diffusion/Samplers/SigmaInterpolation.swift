/// How Euler's method finds sigmas between those of the training timesteps.
public enum SigmaInterpolation: String, CaseIterable, Sendable {
    case linear
    case logLinear = "log_linear"
}
