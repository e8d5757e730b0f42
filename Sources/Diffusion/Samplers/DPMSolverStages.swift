import Glibc
import Tensors

/// The evaluations of one step of DPM-Solver over `t = -log(sigma)`, and what they lead to.
///
/// Source: Lu et al., "DPM-Solver" (2022), algorithms 1 and 2; k-diffusion, `DPMSolver`.
struct DPMSolverStages {
    /// The latents that the step starts from.
    let start: Tensor
    /// Where it starts, and how wide it is.
    let time: Double
    var width: Double
    /// The predicted noise at the start, then at the points between.
    var noises: [Tensor] = []

    /// Where evaluation `stage` of a step of an order lies, in widths of the step.
    static func share(of stage: Int, order: Int) -> Double { Double(stage) / Double(order) }

    static func sigma(at time: Double) -> Double { exp(-time) }

    /// The latents for the next evaluation of a step of an order, or after its last.
    func next(order: Int) -> Tensor {
        switch (noises.count, order) {
        case (1, _): first(order == 1 ? 1 : Self.share(of: 1, order: order))
        case (2, 3): secondForThird
        default: order == 2 ? second(share: 0.5) : third
        }
    }

    /// The first-order solution a share of the step away.
    private func first(_ share: Double) -> Tensor {
        start - noises[0] * Float(sigma(share) * expm1(share * width))
    }

    /// The second-order solution over the whole step, by an evaluation a share of it away.
    func second(share: Double) -> Tensor {
        first(1) - (noises[1] - noises[0]) * Float(sigma(1) / (2 * share) * expm1(width))
    }

    /// The second-order solution two thirds of the step away.
    private var secondForThird: Tensor {
        let part = width * 2 / 3
        return first(2 / 3) - (noises[1] - noises[0]) * Float(sigma(2 / 3) * 2 * (expm1(part) / part - 1))
    }

    private var third: Tensor {
        first(1) - (noises[2] - noises[0]) * Float(sigma(1) * 1.5 * (expm1(width) / width - 1))
    }

    private func sigma(_ share: Double) -> Double { Self.sigma(at: time + share * width) }
}
