import Glibc

/// How the variance of the added noise grows over the training timesteps.
public enum BetaSchedule: String, CaseIterable, Sendable {
    /// Evenly spaced variances. Source: Ho et al., "Denoising Diffusion Probabilistic Models" (2020), section 4.
    case linear
    /// Evenly spaced standard deviations, as latent diffusion models are trained.
    case scaledLinear = "scaled_linear"
    /// Signal that falls like a squared cosine. Source: Nichol and Dhariwal, "Improved DDPM" (2021), equation 17.
    case squaredCosine = "squaredcos_cap_v2"

    /// The variances of `count` timesteps in float32, equal to PyTorch's to the last bit.
    func betas(from start: Double, to end: Double, count: Int) -> [Float] {
        switch self {
        case .linear:
            Self.linspace(from: Float(start), to: Float(end), count: count)
        case .scaledLinear:
            Self.linspace(from: Float(start.squareRoot()), to: Float(end.squareRoot()), count: count).map { $0 * $0 }
        case .squaredCosine:
            (0..<count).map { step in
                let before = Self.cosineSignal(Double(step) / Double(count))
                let after = Self.cosineSignal(Double(step + 1) / Double(count))
                return Float(min(1 - after / before, 0.999))
            }
        }
    }

    private static func cosineSignal(_ time: Double) -> Double {
        let cosine = cos((time + 0.008) / 1.008 * Double.pi / 2)
        return cosine * cosine
    }

    /// `torch.linspace` in float32: filled from both ends, each value by one fused multiply-add.
    static func linspace(from start: Float, to end: Float, count: Int) -> [Float] {
        guard count > 1 else { return [Float](repeating: start, count: count) }
        let step = (end - start) / Float(count - 1)
        return (0..<count).map { index in
            index < count / 2
                ? start.addingProduct(step, Float(index))
                : end.addingProduct(-step, Float(count - index - 1))
        }
    }
}
