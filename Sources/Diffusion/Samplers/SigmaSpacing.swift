import Glibc

/// How sigmas are spread between a largest and a smallest one, rather than at evenly spaced timesteps.
enum SigmaSpacing: CaseIterable {
    /// Evenly in their seventh root.
    ///
    /// Source: Karras et al., "Elucidating the Design Space of Diffusion-Based Generative Models" (2022), equation 5.
    case karras
    /// Evenly in their logarithm.
    case exponential
    /// At quantiles of a beta distribution, most of them near the ends.
    ///
    /// Source: Lee et al., "Beta Sampling is All You Need" (2024).
    case beta

    /// `count` sigmas from `largest` to `smallest`.
    func sigmas(from largest: Double, to smallest: Double, count: Int) -> [Double] {
        let ramp = TimestepSpacing.linspace(to: 1, count: count)
        switch self {
        case .karras:
            let rho = 7.0
            let (start, end) = (pow(largest, 1 / rho), pow(smallest, 1 / rho))
            return ramp.map { pow(start + $0 * (end - start), rho) }
        case .exponential:
            let (start, end) = (log(largest), log(smallest))
            return ramp.map { exp(start + $0 * (end - start)) }
        case .beta:
            let distribution = BetaDistribution(alpha: 0.6, beta: 0.6)
            return ramp.map { smallest + distribution.quantile(1 - $0) * (largest - smallest) }
        }
    }
}

extension SchedulerConfiguration {
    /// The spacing of sigmas that is asked for, nil for evenly spaced timesteps.
    ///
    /// Throws: ``DiffusionError/unsupportedSampler(sampler:reason:)`` where there are several.
    func sigmaSpacing() throws -> SigmaSpacing? {
        let asked: [SigmaSpacing] =
            (useKarrasSigmas ? [.karras] : []) + (useExponentialSigmas ? [.exponential] : []) + (useBetaSigmas ? [.beta] : [])
        guard asked.count < 2 else {
            throw unsupported("only one of 'use_karras_sigmas', 'use_exponential_sigmas' and 'use_beta_sigmas' can be true")
        }
        return asked.first
    }
}
