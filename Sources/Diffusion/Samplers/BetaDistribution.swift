import Glibc

/// The beta distribution over 0...1.
struct BetaDistribution {
    let alpha: Double
    let beta: Double

    /// The value below which a share of `probability` lies.
    func quantile(_ probability: Double) -> Double {
        guard probability > 0 else { return 0 }
        guard probability < 1 else { return 1 }
        var (low, high) = (0.0, 1.0)
        // Each turn halves the interval; a double has no more than this many halves near 0.
        for _ in 0..<1100 {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { break }
            if cumulative(middle) < probability { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }

    /// The share of the distribution below `value`, the regularised incomplete beta function.
    ///
    /// Source: Press et al., "Numerical Recipes" (2007), equations 6.4.1 to 6.4.6.
    func cumulative(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        guard value < 1 else { return 1 }
        // The fraction converges fast below the mean; above it, the mirrored distribution's does.
        guard value <= (alpha + 1) / (alpha + beta + 2) else {
            return 1 - BetaDistribution(alpha: beta, beta: alpha).cumulative(1 - value)
        }
        let logNormalization = lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta)
        let front = exp(logNormalization + alpha * log(value) + beta * log1p(-value))
        return front * continuedFraction(value) / alpha
    }

    /// Lentz's method, with the coefficients of equation 6.4.6.
    private func continuedFraction(_ value: Double) -> Double {
        var (numerator, denominator) = (1.0, 1 / (1 - (alpha + beta) * value / (alpha + 1)))
        var result = denominator
        for term in 1...500 {
            let m = Double(term)
            let even = m * (beta - m) * value / ((alpha + 2 * m - 1) * (alpha + 2 * m))
            let odd = -(alpha + m) * (alpha + beta + m) * value / ((alpha + 2 * m) * (alpha + 2 * m + 1))
            var change = 1.0
            for coefficient in [even, odd] {
                denominator = 1 / (1 + coefficient * denominator)
                numerator = 1 + coefficient / numerator
                change = denominator * numerator
                result *= change
            }
            if abs(change - 1) < 1e-16 { break }
        }
        return result
    }
}
