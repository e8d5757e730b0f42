public import Tensors

/// Pseudo numerical methods for diffusion models: linear multistep (PLMS), optionally after Runge-Kutta steps (PRK).
///
/// Source: Liu et al., "Pseudo Numerical Methods for Diffusion Models on Manifolds" (2022), equations 9, 12, 13 and algorithm 2;
/// diffusers, `PNDMScheduler`.
public struct PNDMSampler: Sampler {
    public let plan: SamplerPlan
    private let timesteps: [Int]
    private let stride: Int
    private let rungeKuttaCount: Int
    private let schedule: NoiseSchedule
    private let finalAlphaCumprod: Float

    private var evaluations = 0
    private var outputs: [Tensor] = []
    private var startLatents: Tensor?
    private var weightedOutput: Tensor?

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        try configuration.refuse(.sample)
        let total = configuration.trainTimestepCount
        stride = total / steps
        let spaced = configuration.timestepSpacing.timesteps(steps, of: total, offset: configuration.stepsOffset)
        let whole = try configuration.validated(spaced.map { $0.rounded(.toNearestOrEven) })
        if configuration.skipPRKSteps {
            rungeKuttaCount = 0
            timesteps = Self.multistepTimesteps(whole)
        } else {
            guard steps >= Self.rungeKuttaSteps else {
                throw configuration.unsupported("its Runge-Kutta steps need at least \(Self.rungeKuttaSteps) steps")
            }
            let start = Self.rungeKuttaTimesteps(whole, half: stride / 2)
            rungeKuttaCount = start.count
            timesteps = start + whole.dropFirst(Self.rungeKuttaSteps - 1)
        }
        schedule = try NoiseSchedule(configuration)
        finalAlphaCumprod = configuration.setAlphaToOne ? 1 : schedule.alphasCumprod[0]
        plan = SamplerPlan(timesteps: timesteps.map(Double.init))
    }

    /// How many of the first steps are Runge-Kutta steps, where there are any.
    private static let rungeKuttaSteps = 4

    /// The second timestep is evaluated twice: the first step is corrected once its end is known.
    private static func multistepTimesteps(_ whole: [Int]) -> [Int] {
        whole.count > 1 ? [whole[0], whole[1]] + whole[1...] : whole
    }

    /// Three steps of four evaluations: at the start, twice in the middle, at the end.
    private static func rungeKuttaTimesteps(_ whole: [Int], half: Int) -> [Int] {
        let points = whole.prefix(rungeKuttaSteps).flatMap { [$0 + half, $0] }.dropFirst()
        return points.flatMap { [$0, $0] }.dropFirst().dropLast()
    }

    public func denoised(_ modelOutput: Tensor, at index: Int, latents: Tensor) -> Tensor {
        schedule.level(at: timesteps[index]).sample(from: modelOutput, latents: latents, prediction: schedule.predictionType)
    }

    public func addingNoise(_ noise: Tensor, to latents: Tensor, at index: Int) -> Tensor {
        schedule.level(at: timesteps[index]).adding(noise, to: latents)
    }

    public mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        defer { evaluations += 1 }
        return evaluations < rungeKuttaCount
            ? rungeKuttaStep(modelOutput, timestep: timesteps[index], latents: latents)
            : multistepStep(modelOutput, timestep: timesteps[index], latents: latents)
    }

    private mutating func rungeKuttaStep(_ modelOutput: Tensor, timestep: Int, latents: Tensor) -> Tensor {
        let previous = timestep - (evaluations.isMultiple(of: 2) ? stride / 2 : 0)
        let start = timesteps[evaluations / 4 * 4]
        var output = modelOutput
        switch evaluations % 4 {
        case 0:
            weightedOutput = adding(modelOutput * (1 / 6))
            outputs.append(modelOutput)
            startLatents = latents
        case 1, 2:
            weightedOutput = adding(modelOutput * (1 / 3))
        default:
            output = adding(modelOutput * (1 / 6))
            weightedOutput = nil
        }
        return transfer(startLatents ?? latents, from: start, to: previous, output: output)
    }

    private func adding(_ output: Tensor) -> Tensor {
        weightedOutput.map { $0 + output } ?? output
    }

    private mutating func multistepStep(_ modelOutput: Tensor, timestep: Int, latents: Tensor) -> Tensor {
        if evaluations == 1, let first = outputs.last {
            let start = startLatents ?? latents
            startLatents = nil
            return transfer(start, from: timestep + stride, to: timestep, output: (modelOutput + first) / 2)
        }
        outputs = outputs.suffix(3) + [modelOutput]
        if evaluations == 0 { startLatents = latents }
        return transfer(latents, from: timestep, to: timestep - stride, output: Self.extrapolated(outputs))
    }

    /// The Adams-Bashforth combination of up to four outputs, the newest last.
    private static func extrapolated(_ outputs: [Tensor]) -> Tensor {
        let newest = Array(outputs.reversed())
        return switch newest.count {
        case 1: newest[0]
        case 2: (newest[0] * 3 - newest[1]) / 2
        case 3: (newest[0] * 23 - newest[1] * 16 + newest[2] * 5) / 12
        default: (newest[0] * 55 - newest[1] * 59 + newest[2] * 37 - newest[3] * 9) * (1 / 24)
        }
    }

    /// Equation 9: the latents at `previous` that share the predicted noise of those at `timestep`.
    private func transfer(_ latents: Tensor, from timestep: Int, to previous: Int, output: Tensor) -> Tensor {
        let level = schedule.level(at: min(timestep, schedule.count - 1))
        let noise = level.noise(from: output, latents: latents, prediction: schedule.predictionType)
        let alpha = schedule.alphasCumprod[min(timestep, schedule.count - 1)]
        let previousAlpha = previous >= 0 ? schedule.alphasCumprod[previous] : finalAlphaCumprod
        let denominator = alpha * (1 - previousAlpha).squareRoot() + (alpha * (1 - alpha) * previousAlpha).squareRoot()
        return latents * (previousAlpha / alpha).squareRoot() - noise * (previousAlpha - alpha) / denominator
    }
}
