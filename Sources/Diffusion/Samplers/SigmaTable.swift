import Glibc

/// The noise levels of the training timesteps, and the ways to place sampling steps among them.
struct SigmaTable: Sendable {
    /// One sigma a training timestep, growing.
    let sigmas: [Float]
    private let logarithms: [Float]

    init(_ schedule: NoiseSchedule) {
        sigmas = schedule.sigmas
        logarithms = sigmas.map { logf($0) }
    }

    /// The sigma at timestep 0.
    var smallest: Float { sigmas[0] }

    /// The sigma at the last timestep.
    var largest: Float { sigmas[sigmas.count - 1] }

    /// The half log signal-to-noise ratio of the least noisy timestep.
    var largestLambda: Double { -Double(logarithms[0]) }

    /// The half log signal-to-noise ratio of the noisiest timestep.
    var smallestLambda: Double { -Double(logarithms[logarithms.count - 1]) }

    /// The sigmas at fractional timesteps, on straight lines between the table's (`np.interp`).
    func interpolated(at timesteps: [Double]) -> [Double] {
        timesteps.map { timestep in
            let clamped = min(max(timestep, 0), Double(sigmas.count - 1))
            let low = Int(clamped)
            guard low + 1 < sigmas.count else { return Double(sigmas[low]) }
            let slope = Double(sigmas[low + 1]) - Double(sigmas[low])
            return slope * (clamped - Double(low)) + Double(sigmas[low])
        }
    }

    /// The fractional timestep of a sigma, on straight lines between the logarithms of the table's.
    func timestep(of sigma: Double) -> Double {
        guard logarithms.count > 1 else { return 0 }
        let logarithm = log(max(sigma, 1e-10))
        let last = logarithms.lastIndex { logarithm >= Double($0) } ?? 0
        let low = min(last, logarithms.count - 2)
        let width = logarithms[low] - logarithms[low + 1]
        let weight = min(max((Double(logarithms[low]) - logarithm) / Double(width), 0), 1)
        return (1 - weight) * Double(low) + weight * Double(low + 1)
    }

    /// `count + 1` sigmas evenly spaced in their logarithm over the whole table, in float32.
    func logLinear(_ count: Int) -> [Double] {
        BetaSchedule.linspace(from: logarithms[logarithms.count - 1], to: logarithms[0], count: count + 1).map { Double(expf($0)) }
    }

    /// `count` sigmas whose half log signal-to-noise ratios are evenly spaced.
    ///
    /// Source: Lu et al., "DPM-Solver" (2022), section 3.4.
    func lu(_ count: Int) -> [Double] {
        TimestepSpacing.linspace(to: 1, count: count).map { exp(-(smallestLambda + $0 * (largestLambda - smallestLambda))) }
    }
}
