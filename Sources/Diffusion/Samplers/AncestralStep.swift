import Glibc

/// A step from one noise level to a lower one by way of a still lower one, from which new noise leads up again.
///
/// Source: k-diffusion, `get_ancestral_step` with eta 1; Song et al., "Score-Based Generative Modeling" (2021), appendix F.
struct AncestralStep: Equatable {
    /// The noise level that the deterministic part of the step ends on.
    let down: Float
    /// The standard deviation of the new noise.
    let up: Float

    init(from sigma: Float, to next: Float) {
        let (variance, nextVariance) = (sigma * sigma, next * next)
        up = min(next, (nextVariance * (variance - nextVariance) / variance).squareRoot())
        down = max(nextVariance - up * up, 0).squareRoot()
    }
}

extension Float {
    /// The sigma halfway to another one in their logarithms.
    func logarithmicMiddle(to other: Float) -> Float { expf((logf(self) + logf(other)) / 2) }
}
