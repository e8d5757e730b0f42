/// The variance of the noise that a DDPM step adds.
///
/// Source: Ho et al., "Denoising Diffusion Probabilistic Models" (2020), section 3.2, and Nichol and Dhariwal (2021) for the learned ones.
public enum VarianceType: String, CaseIterable, Sendable {
    case fixedSmall = "fixed_small"
    case fixedSmallLog = "fixed_small_log"
    case fixedLarge = "fixed_large"
    case fixedLargeLog = "fixed_large_log"
    case learned
    case learnedRange = "learned_range"
}
