/// What a normalisation may apply to its result in the same pass.
public enum Activation: Sendable {
    case none
    /// x · σ(x)
    case silu
}
