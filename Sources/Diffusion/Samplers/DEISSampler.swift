import Glibc
import Tensors

/// Diffusion exponential integrator: polynomials through the predicted noise over the logarithm of the noise level, integrated exactly.
///
/// Source: Zhang and Chen, "Fast Sampling of Diffusion Models with Exponential Integrator" (2022), equation 15 over log rho; diffusers,
/// `DEISMultistepScheduler`.
struct DEISSampler: LevelSampler {
    let plan: SamplerPlan
    let configuration: SchedulerConfiguration
    /// The predicted noise of the latest evaluations, the newest last.
    private var outputs: [Tensor] = []

    init(_ configuration: SchedulerConfiguration, steps: Int) throws {
        self.configuration = configuration
        plan = try DPMSolverPlanner(configuration).plan(steps: steps)
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let output = plan.level(at: index).noise(from: modelOutput, latents: latents, prediction: configuration.predictionType)
        outputs = outputs.suffix(configuration.solverOrder - 1) + [output]
        let (start, end) = (plan.level(at: index), plan.level(at: index + 1))
        let newest = Array(outputs.suffix(order(at: index)).reversed())
        let nodes = newest.indices.map { Double(plan.sigmas[index - $0]) }
        let factors = Self.coefficients(nodes, to: Double(plan.sigmas[index + 1]))
        return zip(newest, factors).reduce(latents * (end.alpha / start.alpha)) { $0 + $1.0 * (end.alpha * Float($1.1)) }
    }

    private func order(at index: Int) -> Int {
        let remaining = plan.timesteps.count - index
        let order = min(configuration.solverOrder, outputs.count)
        return configuration.lowerOrderFinal && plan.timesteps.count < 15 ? min(order, remaining) : order
    }

    /// The integrals from the newest of `nodes` to `end` of the Lagrange polynomials over the logarithms of the nodes.
    private static func coefficients(_ nodes: [Double], to end: Double) -> [Double] {
        let logarithms = nodes.map(log)
        return nodes.indices.map { own in
            let others = logarithms.indices.filter { $0 != own }.map { logarithms[$0] }
            let denominator = others.reduce(1) { $0 * (logarithms[own] - $1) }
            return (antiderivative(end, roots: others) - antiderivative(nodes[0], roots: others)) / denominator
        }
    }

    /// Of the product of `log(rho) - root`, over rho, for up to two roots.
    private static func antiderivative(_ rho: Double, roots: [Double]) -> Double {
        let l = log(rho)
        return switch roots.count {
        case 0: rho
        case 1: rho * (l - 1 - roots[0])
        default: rho * (l * l - 2 * l + 2 - (roots[0] + roots[1]) * (l - 1) + roots[0] * roots[1])
        }
    }
}
