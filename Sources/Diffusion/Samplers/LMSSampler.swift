import Tensors

/// Linear multistep over sigmas: the slopes of up to four evaluations are interpolated by a polynomial, which is integrated over the step.
///
/// Source: Karras et al. (2022), section 3 with the method of Adams and Bashforth for uneven steps; k-diffusion, `sample_lms`; diffusers,
/// `LMSDiscreteScheduler`.
struct LMSSampler: SigmaSampler {
    let plan: SamplerPlan
    let prediction: PredictionType
    private let order: Int
    /// The slopes of the latest evaluations, the newest last.
    private var derivatives: [Tensor] = []

    init(_ configuration: SchedulerConfiguration, steps: Int, options: SamplerOptions) throws {
        plan = try SigmaPlanner(configuration).plan(steps: steps)
        prediction = configuration.predictionType
        order = options.multistepOrder
    }

    mutating func step(
        _ modelOutput: Tensor, at index: Int, latents: Tensor, noise: () throws -> Tensor
    ) rethrows -> Tensor {
        let derivative = (latents - denoised(modelOutput, at: index, latents: latents)) / plan.sigmas[index]
        derivatives = derivatives.suffix(order - 1) + [derivative]
        // A run that starts late takes the order of its place in the plan, though it has fewer slopes: as diffusers does.
        let factors = coefficients(at: index, order: min(index + 1, order))
        return zip(factors, derivatives.reversed()).reduce(latents) { $0 + $1.1 * Float($1.0) }
    }

    /// The integral over the step of each of the Lagrange polynomials through the latest sigmas, the newest first.
    private func coefficients(at index: Int, order: Int) -> [Double] {
        let nodes = (0..<order).map { Double(plan.sigmas[index - $0]) }
        let (start, end) = (Double(plan.sigmas[index]), Double(plan.sigmas[index + 1]))
        return nodes.indices.map { own in
            Self.integral(from: start, to: end) { sigma in
                nodes.indices.reduce(1) { $1 == own ? $0 : $0 * (sigma - nodes[$1]) / (nodes[own] - nodes[$1]) }
            }
        }
    }

    /// Gauss and Legendre's rule of two points, exact for polynomials up to the third degree.
    private static func integral(from start: Double, to end: Double, of function: (Double) -> Double) -> Double {
        let (middle, half) = ((start + end) / 2, (end - start) / 2)
        let offset = half / 3.0.squareRoot()
        return half * (function(middle - offset) + function(middle + offset))
    }
}
