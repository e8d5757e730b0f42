import Glibc

/// How much signal and how much noise a latent holds at each training timestep.
///
/// Source: Ho et al., "Denoising Diffusion Probabilistic Models" (2020), equation 4; float32 as PyTorch computes it.
public struct NoiseSchedule: Equatable, Sendable {
    /// The variance of the noise that each timestep adds.
    public let betas: [Float]
    /// The share of the signal's variance that is left after each timestep: `x = sqrt(a) * x0 + sqrt(1 - a) * noise`.
    public let alphasCumprod: [Float]
    /// What the network predicts.
    public let predictionType: PredictionType

    /// The schedule that a configuration describes.
    ///
    /// Throws: ``DiffusionError/invalidConfiguration(file:key:expected:found:)``: the variances leave no signal to start from.
    public init(_ configuration: SchedulerConfiguration) throws {
        var betas =
            configuration.trainedBetas
            ?? configuration.betaSchedule.betas(
                from: configuration.betaStart, to: configuration.betaEnd, count: configuration.trainTimestepCount)
        if configuration.rescaleBetasZeroSNR { betas = Self.rescaledToZeroTerminalSNR(betas) }
        var alphasCumprod = Self.cumulativeProduct(betas.map { 1 - $0 })
        if configuration.rescaleBetasZeroSNR && configuration.schedulerClass.needsTerminalSignal {
            alphasCumprod[alphasCumprod.count - 1] = 0x1p-24
        }
        try Self.validate(alphasCumprod, configuration: configuration)
        self.betas = betas
        self.alphasCumprod = alphasCumprod
        predictionType = configuration.predictionType
    }

    /// How many timesteps there are.
    public var count: Int { alphasCumprod.count }

    /// The standard deviation of the noise relative to the signal, at each timestep.
    public var sigmas: [Float] {
        alphasCumprod.map { ((1 - $0) / $0).squareRoot() }
    }

    /// Signal and noise at a timestep.
    func level(at timestep: Int) -> NoiseLevel {
        NoiseLevel(alphaCumprod: alphasCumprod[timestep])
    }

    /// A running product that is kept in double precision and rounded at each element, as `torch.cumprod` does on a CPU.
    private static func cumulativeProduct(_ values: [Float]) -> [Float] {
        var product = 1.0
        return values.map { value in
            product *= Double(value)
            return Float(product)
        }
    }

    /// Shifts and scales the signal so that none is left at the last timestep and the first one keeps its own.
    ///
    /// Source: Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed" (2023), algorithm 1.
    private static func rescaledToZeroTerminalSNR(_ betas: [Float]) -> [Float] {
        let signal = cumulativeProduct(betas.map { 1 - $0 }).map { $0.squareRoot() }
        guard let first = signal.first, let last = signal.last, first != last else { return betas }
        let scale = first / (first - last)
        let alphasCumprod = signal.map { value in
            let shifted = (value - last) * scale
            return shifted * shifted
        }
        return alphasCumprod.indices.map { 1 - ($0 == 0 ? alphasCumprod[0] : alphasCumprod[$0] / alphasCumprod[$0 - 1]) }
    }

    /// Every timestep must hold noise, and all but a zero-terminal one signal: samplers divide by both.
    private static func validate(_ alphasCumprod: [Float], configuration: SchedulerConfiguration) throws {
        let signals = configuration.rescaleBetasZeroSNR ? alphasCumprod.dropLast() : alphasCumprod[...]
        guard alphasCumprod[0] < 1, signals.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw DiffusionError.invalidConfiguration(
                file: configuration.file, key: configuration.trainedBetas == nil ? "beta_start, beta_end" : "trained_betas",
                expected: "variances that add noise and leave signal at every timestep",
                found: "signal from \(alphasCumprod[0]) to \(signals.last ?? 0)")
        }
    }
}
